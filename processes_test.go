package main

import (
	"os"
	"testing"
)

// mainEnv is the variable that makes this test binary run the program.
const mainEnv = "ACRONIS_REPORTS_MCP_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(mainEnv) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}
