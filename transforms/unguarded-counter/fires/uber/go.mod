module example.test/uber

go 1.17

require go.uber.org/atomic v1.11.0

replace go.uber.org/atomic => ./atomic
