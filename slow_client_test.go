package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A client that reads one byte a second gets every answer.
func TestClientThatReadsAByteEverySecond(t *testing.T) {
	const calls = 100
	synctest.Test(t, func(t *testing.T) {
		var errs bytes.Buffer
		out := &byteEverySecond{}
		status := run(context.Background(), []string{"--demo"}, func(string) string { return "" }, strings.NewReader(lines(calls)), out, &errs)
		if status != 0 {
			t.Errorf("status %d: %s", status, &errs)
		}
		for id := range calls + 1 {
			if n := strings.Count(out.read.String(), fmt.Sprintf(`"id":%d,`, id)); n != 1 {
				t.Errorf("request %d is answered %d times", id, n)
			}
		}
	})
}

type byteEverySecond struct{ read bytes.Buffer }

func (b *byteEverySecond) Write(p []byte) (int, error) {
	time.Sleep(time.Duration(len(p)) * time.Second) // fake time
	return b.read.Write(p)
}
