package value_receiver

type Token struct {
	used chan struct{}
}

func (t Token) Use() {
	close(t.used)
}

func (t Token) Revoke() {
	close(t.used) // want "Token.Revoke closes it here, Token.Use closes it too"
}
