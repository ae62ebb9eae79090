package type_of_another_package

import (
	"net/netip"
	"sync"
)

// Gateway knows the address by which the world sees it.
type Gateway struct {
	routerMu sync.Mutex
	router   func() netip.Addr

	portsMu sync.Mutex
	ports   map[int]int

	address netip.Addr
}

func Discover(router func() netip.Addr) *Gateway {
	g := &Gateway{router: router, ports: make(map[int]int)}
	go g.renew()
	return g
}

func (g *Gateway) renew() {
	for {
		g.routerMu.Lock()
		address := g.router()
		g.routerMu.Unlock()
		g.address = address // want "g.address is changed here while Gateway.Mapping reads it"
	}
}

func (g *Gateway) Mapping(port int) (netip.Addr, int) {
	g.portsMu.Lock()
	defer g.portsMu.Unlock()
	return g.address, g.ports[port]
}
