package test_file

func Wait(done <-chan struct{}) {
	<-done
}
