package check_then_act

type limit struct {
	open, most int
}

func (l *limit) enter() bool {
	if l.open < l.most {
		l.open++ // want "l.open is changed here"
		return true
	}
	return false
}

func (l *limit) leave() {
	l.open--
}

func (l *limit) Run(n int) {
	for range n {
		go func() {
			if l.enter() {
				l.leave()
			}
		}()
	}
}
