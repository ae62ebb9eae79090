package main

import "example.test/two/store"

func main() {
	var s store.Store
	s.Run()
	users := s.Users
	println(users)
}
