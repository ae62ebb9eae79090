module chanfix.example

go 1.26
