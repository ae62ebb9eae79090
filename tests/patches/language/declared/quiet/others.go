package others

type stats struct {
	hits int32
	name string
}

type number int64
