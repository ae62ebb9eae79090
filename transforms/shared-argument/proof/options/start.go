package options

// Options say how to serve.
type Options struct {
	Name  string
	Limit int
}

// Start serves in the background; it hands out the limit there, and returns the one that was asked for.
func Start(options *Options, limits chan<- int) int {
	go func() {
		if options.Limit == 0 {
			options.Limit = 10
		}
		limits <- options.Limit
	}()
	return options.Limit
}
