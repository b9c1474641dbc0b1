package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const getReport = `{"report_id":"` + guideID + `"}`

// startPairs is how many pairs of starts a round has.
const startPairs = 5

// measureStart measures the time from the start of a process to its first answers.
func measureStart(ctx context.Context, b *bench) error {
	url, stop, err := b.startCentre(ctx, world{tenants: 1}, "")
	if err != nil {
		return err
	}
	defer stop()
	for _, program := range []string{b.ours, b.bare} { // from the disk to the page cache
		if _, _, err := firstAnswers(ctx, program, url); err != nil {
			return err
		}
	}
	var hello, call [2]values
	for range max(b.rounds, 1) * startPairs {
		for i, program := range []string{b.ours, b.bare} {
			h, c, err := firstAnswers(ctx, program, url)
			if err != nil {
				return err
			}
			hello[i], call[i] = append(hello[i], h), append(call[i], c)
		}
	}
	writeTable(b.out, "Start", [][]string{
		{"", "bare server", "this program", "ratio"},
		{"start to the answer to initialize", hello[1].show("ms"), hello[0].show("ms"), ratio(hello[0], hello[1]).show("")},
		{"start to the answer of the first call", call[1].show("ms"), call[0].show("ms"), ratio(call[0], call[1]).show("")},
	})
	return b.checkStart(ratio(call[0], call[1]))
}

// checkStart compares the best pair with what the flag allows. Other load on the
// machine makes single pairs worse, but hardly all of them.
func (b *bench) checkStart(ratios values) error {
	if best := slices.Min(ratios); b.maxStart > 0 && best > b.maxStart {
		return fmt.Errorf("the first answer takes at least %.2f times as long as that of the bare server, more than %.2f", best, b.maxStart)
	}
	return nil
}

// firstAnswers starts a server and returns the times, in milliseconds, until it has
// answered initialize and the first call.
func firstAnswers(ctx context.Context, program, url string) (hello, call float64, err error) {
	time.Sleep(20 * time.Millisecond) // the system is still removing the process before it
	begin := time.Now()
	s, err := start(ctx, program, url)
	if err != nil {
		return 0, 0, err
	}
	defer s.end()
	hello = milliseconds(time.Since(begin))
	_, err = s.call("get_report", getReport)
	return hello, milliseconds(time.Since(begin)), err
}

// measureCalls measures single calls and calls in flight, with the memory that the
// processes have afterwards.
func measureCalls(ctx context.Context, b *bench) error {
	url, stop, err := b.startCentre(ctx, world{tenants: 1}, "")
	if err != nil {
		return err
	}
	defer stop()
	calls := 2000
	if b.quick {
		calls = 100
	}
	var single, flight, memory, peaks [2]values
	for range b.rounds {
		if err := b.callRound(ctx, url, calls, &single, &flight, &memory, &peaks); err != nil {
			return err
		}
	}
	row := func(what, unit string, v [2]values) []string {
		return []string{what, v[1].show(unit), v[0].show(unit), ratio(v[0], v[1]).show("")}
	}
	writeTable(b.out, "Calls", [][]string{
		{"", "bare server", "this program", "ratio"},
		row("one call at a time", "µs", single),
		row("64 calls in flight", "calls/s", flight),
		row("resident memory afterwards", "MiB", memory),
		row("peak resident memory", "MiB", peaks),
	})
	return nil
}

// callRound measures both servers in turns, each in a new process.
func (b *bench) callRound(ctx context.Context, url string, calls int, single, flight, memory, peaks *[2]values) error {
	var servers [2]*server
	for i, program := range []string{b.ours, b.bare} {
		s, err := start(ctx, program, url)
		if err != nil {
			return err
		}
		defer s.end()
		servers[i] = s
	}
	const turns = 50 // short ones, so that other load hits both
	var times [2]values
	for range turns {
		for i, s := range servers {
			for range calls / turns {
				took, err := s.call("get_report", getReport)
				if err != nil {
					return err
				}
				times[i] = append(times[i], 1000*took)
			}
		}
	}
	var rates [2]values
	for range 20 {
		for i, s := range servers {
			rate, err := s.inFlight(max(calls/4, 100))
			if err != nil {
				return err
			}
			rates[i] = append(rates[i], rate)
		}
	}
	for i, s := range servers {
		single[i] = append(single[i], times[i].median())
		flight[i] = append(flight[i], rates[i].median())
		memory[i] = append(memory[i], resident(s.cmd.Process.Pid))
		peaks[i] = append(peaks[i], peak(s.cmd.Process.Pid))
	}
	return nil
}

// inFlight returns the number of calls answered in a second with 64 in flight. Requests
// and answers fit into the pipes, so neither side blocks the other.
func (s *server) inFlight(calls int) (float64, error) {
	begin := time.Now()
	var err error
	for i := range calls + 64 {
		if i >= 64 {
			_, e := s.receive(`"structuredContent":`)
			err = errors.Join(err, e)
		}
		if i < calls {
			err = errors.Join(err, s.request("tools/call", `{"name":"get_report","arguments":`+getReport+`}`))
		}
		if err != nil {
			return 0, err
		}
	}
	return float64(calls) / time.Since(begin).Seconds(), nil
}

// measureCatalogue measures tools/list, which clients request once in a session.
func measureCatalogue(ctx context.Context, b *bench) error {
	url, stop, err := b.startCentre(ctx, world{tenants: 1}, "")
	if err != nil {
		return err
	}
	defer stop()
	rows := [][]string{{"tools/list", "first", "later", "answer"}}
	for _, program := range []struct{ name, path string }{{"bare server, 1 tool", b.bare}, {"this program, all tools", b.ours}} {
		var first, later values
		size := 0
		for range 2 * b.rounds {
			s, err := start(ctx, program.path, url)
			if err != nil {
				return err
			}
			for i := range 20 {
				begin := time.Now()
				err := s.request("tools/list", "{}")
				var line []byte
				if err == nil {
					line, err = s.receive(`"tools":[`)
				}
				if err != nil {
					s.end()
					return err
				}
				took := milliseconds(time.Since(begin))
				if size = len(line); i == 0 {
					first = append(first, took)
				} else {
					later = append(later, took)
				}
			}
			s.end()
		}
		rows = append(rows, []string{program.name, first.show("ms"), later.show("ms"), fmt.Sprintf("%.1f KB", float64(size)/1000)})
	}
	writeTable(b.out, "Catalogue", rows)
	return nil
}
