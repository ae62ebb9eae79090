module example.test/two

go 1.22
