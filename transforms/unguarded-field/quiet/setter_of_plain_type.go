package fixture

type Options struct {
	name string
}

func (o *Options) SetName(name string) { o.name = name }

func (o *Options) Name() string { return o.name }

func use(all []*Options) {
	for _, options := range all {
		go println(options.Name())
	}
}
