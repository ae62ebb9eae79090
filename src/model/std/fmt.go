package fmt

func Errorf(format string, a ...any) error
func Sprint(a ...any) string
func Sprintf(format string, a ...any) string
func Println(a ...any) (n int, err error)
func Printf(format string, a ...any) (n int, err error)
