//go:build profile && unix

package main

import (
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

// With the build tag profile, the program writes a CPU profile to the file in
// ACRONIS_CPU_PROFILE until SIGUSR1 ends it. e2e/bench makes release/default.pgo with
// it.
func init() {
	file, err := os.Create(os.Getenv("ACRONIS_CPU_PROFILE"))
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		panic(err)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGUSR1)
	go func() {
		<-stop
		pprof.StopCPUProfile()
		file.Close()
		os.Exit(0)
	}()
}
