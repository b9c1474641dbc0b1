//go:build unix

package main

import (
	"context"
	"path/filepath"
	"syscall"
)

// writeProfile writes a CPU profile of calls and questions to a file. Releases are
// built with it.
func (b *bench) writeProfile(ctx context.Context) error {
	file, err := filepath.Abs(b.profile)
	if err != nil {
		return err
	}
	b.ours = filepath.Join(b.dir, "profiled")
	if err := goBuild(ctx, b.ours, "-tags", "profile", "."); err != nil {
		return err
	}
	w := world{tenants: b.tenants, rows: b.rows, months: 1}
	return b.inWorld(ctx, w, func(url, _ string) error {
		s, err := start(ctx, b.ours, url, "ACRONIS_CPU_PROFILE="+file)
		if err != nil {
			return err
		}
		defer s.end()
		for range b.rounds {
			if _, err := s.inFlight(20_000); err != nil {
				return err
			}
			for _, q := range []question{withoutTree, withTree, otherGroups} {
				if _, err := s.call("summarize_usage", q.arguments(1)); err != nil {
					return err
				}
			}
		}
		if err := s.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
			return err
		}
		return s.cmd.Wait()
	})
}
