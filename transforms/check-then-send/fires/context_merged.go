package fires

import (
	"context"
	"fmt"
)

func walk(ctx context.Context, paths []string, found chan<- string) error {
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("walking: %w", err)
		}
		found <- path // want "`ctx` is asked before the send on `found`"
	}
	return nil
}
