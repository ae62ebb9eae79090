package fixture

import "time"

// Later uses both names.
func Later(names []string, use func(string)) {
	name := names[0]
	time.AfterFunc(time.Second, func() {
		use(name)
	})
	name = names[1] // want "name"
	use(name)
}
