package fixture

import (
	"net/http"
	"strings"
)

func send(url, text string) error {
	answer, err := http.Post(url, "text/plain", strings.NewReader(text))
	if err != nil {
		return err
	}
	return answer.Body.Close()
}
