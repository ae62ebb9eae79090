package fixture

import "os"

// Reader reads a file once. It is safe for concurrent use.
type Reader struct {
	path string
	data []byte
}

func (r *Reader) Bytes() ([]byte, error) {
	if r.data == nil {
		data, err := os.ReadFile(r.path)
		if err != nil {
			return nil, err
		}
		r.data = data // want "r.data"
	}
	return r.data, nil
}
