package nested

func add(a, b int) int   { return 0 }
func mul(a, b int) int   { return 0 }
func same(a int) int     { return 0 }
func last(s []int) int   { return 0 }
func show(values ...int) {}

func calls(x, y, z int, s []int) int {
	show(add(x, y))                  // want "without a call"
	show(add(x, y) * 2)              // want "without a call"
	show(mul(x, y)+2, z)             // want "without a call"
	show(add(x*y, z), 1)             // want "without a call"
	show(mul(x+y, z))                // want "without a call"
	show(s[add(x, 1)])               // want "without a call"
	show(s[x:add(x, 1)]...)          // want "without a call"
	show(z - add(x, y))              // want "without a call"
	show(z + mul(x, y))              // want "without a call"
	show(z - same(-x))               // want "without a call"
	show(same(x+y) * 2)              // want "without a call"
	show(-add(x, y), -same(-x))      // want "without a call" "without a call"
	show(last(s[:x+1]) + 1)          // want "without a call"
	show([]int{add(x, 1), y * 2}...) // want "without a call"
	if add(x, 1) > y && x*y == 3 {   // want "without a call"
		return add(x, y) / 2 // want "without a call"
	}
	a, b := add(x, 1), y     // want "without a call"
	return a*b + mul(a, b)*1 // want "without a call"
}
