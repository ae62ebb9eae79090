package fixture

import "time"

func later(names []string, use func(string)) {
	name := names[0]
	time.AfterFunc(time.Second, func() {
		use(name)
	})
	name = names[1] // want "name"
	use(name)
}
