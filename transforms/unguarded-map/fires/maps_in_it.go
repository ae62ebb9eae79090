package maps_in_it

// Polls counts choices by poll.
//
//chanfix:concurrent
type Polls struct {
	votes  map[string]map[string]int
	voters map[string][]string
}

func (p *Polls) Vote(poll, choice, voter string) int {
	choices, ok := p.votes[poll]
	if !ok {
		choices = make(map[string]int)
		p.votes[poll] = choices // want "p.votes is changed here"
	}
	choices[choice]++
	p.voters[poll] = append(p.voters[poll], voter) // want "p.voters is changed here"
	return choices[choice]
}

// The map inside goes on being changed; what has been appended stays as it is.
func (p *Polls) Result(poll string) map[string]int {
	return p.votes[poll]
}

func (p *Polls) Voters(poll string) []string {
	return p.voters[poll]
}
