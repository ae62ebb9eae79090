package own_error

import (
	"errors"
	"log"
	"net"
)

func listen() error               { return errors.New("listen") }
func work(n int) (int, error)     { return n, nil }
func parse(s string) (any, error) { return s, nil }

// Each has its own use for err.
func serve() error {
	err := listen()
	if err != nil {
		return err
	}
	go func() {
		err = listen() // want "the goroutine assigns to the err of serve while others use it"
		if err != nil {
			log.Print(err)
		}
	}()
	_, err = work(1)
	return err
}

func several() error {
	var err error
	go func() {
		if err = listen(); err != nil { // want "assigns to the err of several"
			log.Print(err)
		}
		if _, err = work(2); err != nil {
			log.Print(err)
		}
	}()
	err = listen()
	return err
}

// Two variables at once: one of them stays the goroutine's.
func pair() error {
	_, err := work(0)
	go func() {
		var n int
		n, err = work(2) // want "assigns to the err of pair"
		log.Print(n, err)
	}()
	if _, err = work(1); err != nil {
		return err
	}
	return nil
}

func loop(conns []net.Conn) {
	var err error
	for _, conn := range conns {
		go func() {
			if err = conn.Close(); err != nil { // want "and so do others like it at the same time"
				log.Print(err)
			}
		}()
	}
}

// Not only errors.
func scratch(names []string) {
	var value any
	for _, name := range names {
		go func() {
			value, _ = parse(name) // want "assigns to the value of scratch"
			log.Print(value)
		}()
	}
}
