package forms

type meter struct{ hits int }

func count(m *meter, n int) {
	m.hits++    // want "m.hits is counted up"
	m.hits += 1 // want "m.hits is counted up"
	(n)++       // want "is counted up"
	for i := 0; i < n; i++ { // want "i is counted up"
		_ = i
	}
}
