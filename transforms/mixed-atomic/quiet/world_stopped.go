package quiet

import "sync/atomic"

type kiosk struct {
	sold  uint64
	spare uint64
}

func (k *kiosk) Sell() {
	atomic.AddUint64(&k.sold, 1)
	atomic.StoreUint64(&k.spare, 1)
}

func (k *kiosk) Sold() uint64 {
	return atomic.LoadUint64(&k.sold) + atomic.LoadUint64(&k.spare)
}

func (k *kiosk) sweep() {
	// This runs with the world stopped: nobody sells.

	k.sold = 0
	k.spare = 0
}
