package given_end

import (
	"context"
	"errors"
	"time"
)

var errGone = errors.New("the radio is gone")

type radio struct {
	waves chan string
	heard chan string
	quit  chan struct{}
}

func newRadio() *radio {
	r := &radio{waves: make(chan string), heard: make(chan string), quit: make(chan struct{})}
	go func() {
		for {
			select {
			case <-r.waves:
			case <-r.quit:
				return
			}
		}
	}()
	return r
}

func (r *radio) send(wave string) error {
	select {
	case r.waves <- wave:
		return nil
	case <-r.quit:
		return errGone
	}
}

func (r *radio) sendTwice(wave string) error {
	if err := r.send(wave); err != nil {
		return err
	}
	r.waves <- wave
	return nil
}

func (r *radio) say(wave string) { r.heard <- wave }

func (r *radio) hear(ctx context.Context) (string, error) {
	select {
	case wave := <-r.heard:
		return wave, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (r *radio) hearAll(ctx context.Context, count int) ([]string, error) {
	var all []string
	for range count {
		wave := <-r.heard
		all = append(all, wave)
	}
	return all, nil
}

func Poll(ctx context.Context, read func() error) error {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for range ticker.C {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}
