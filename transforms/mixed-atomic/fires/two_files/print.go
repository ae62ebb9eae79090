package two_files

func (l *logger) print(level int32, text string) {
	if level > l.level { // want "l.level is read plainly here"
		return
	}
	println(text)
}
