// go 1.22

package own_variables

func use(n int) {}

func each(numbers []int) {
	for _, n := range numbers {
		go func() { use(n) }()
	}
}
