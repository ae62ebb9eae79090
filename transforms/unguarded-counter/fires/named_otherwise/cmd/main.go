package main

import "example.test/named/go-meter"

func main() {
	meter.Asked = 0
	println(meter.Asked)
}
