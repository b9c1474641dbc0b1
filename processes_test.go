package main

import (
	"os"
	"testing"
)

// programDir holds the built program; it is removed when all tests are done.
var programDir string

func TestMain(m *testing.M) {
	switch os.Getenv(serveAs) {
	case "ours":
		main()
	case "measured":
		go tellNeeds(os.NewFile(3, "ask"), os.NewFile(4, "tell"))
		main()
	case "client":
		brokenClient()
	case "bare":
		bare()
	default:
		status := m.Run()
		if programDir != "" {
			_ = os.RemoveAll(programDir)
		}
		os.Exit(status)
	}
}
