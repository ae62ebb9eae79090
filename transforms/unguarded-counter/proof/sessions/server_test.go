package sessions

import "testing"

func TestSessionsAtOnce(t *testing.T) {
	if calls, most := new(Server).Serve(200); calls != 200 || most != 199 {
		t.Errorf("%d calls, the highest number is %d", calls, most)
	}
}
