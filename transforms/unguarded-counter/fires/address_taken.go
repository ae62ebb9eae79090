package address_taken

import "fmt"

type parser struct {
	count int
}

func (p *parser) parse(text string) {
	fmt.Sscan(text, &p.count)
	p.count++ // want "p.count is changed here"
}

func (p *parser) Run(texts []string) {
	for _, text := range texts {
		go p.parse(text)
	}
}
