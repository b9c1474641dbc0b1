// Command cases serves the simulated data centre of difficult cases on this
// machine and prints the settings that connect the program with it, until it is
// interrupted. It is for putting questions to an assistant by hand.
package main

import (
	"fmt"
	"os"
	"os/signal"

	"acronis-reports-mcp/acronis/simulator"
)

func main() {
	center := simulator.NewCases()
	defer center.Close()
	url, err := center.Listen()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cases:", err)
		os.Exit(1)
	}
	fmt.Printf("export ACRONIS_BASE_URL=%s ACRONIS_CLIENT_ID=%s ACRONIS_CLIENT_SECRET=%s\n", url, simulator.ClientID, simulator.ClientSecret)
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	<-interrupt
}
