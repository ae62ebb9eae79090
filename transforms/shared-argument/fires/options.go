package options

import "time"

type Options struct {
	Name  string
	Limit int
	Wait  time.Duration
}

func serve(o *Options) {
	if o.Limit == 0 {
		o.Limit = 10 // want "the goroutine changes o.Limit while its starter goes on using options"
	}
	handle(o)
}

func handle(o *Options) {}

func start(options *Options) int {
	go serve(options)
	return options.Limit
}

func startLiteral(options *Options) int {
	go func() {
		options.Limit = 5 // want "changes options.Limit"
		handle(options)
	}()
	return options.Limit
}

func startValue() int {
	options := Options{Limit: 1}
	go func() {
		options.Limit++ // want "changes options.Limit"
		handle(&options)
	}()
	return options.Limit
}
