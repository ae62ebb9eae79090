module example.test/named

go 1.22
