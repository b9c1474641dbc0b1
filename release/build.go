package main

import (
	"bytes"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// name is the name of the program.
const name = "acronis-reports-mcp"

// cpuProfile is a CPU profile of calls and questions, by which the compiler optimizes. It
// is not in the folder of the main package, where every go run would use it and compile
// all dependencies again.
const cpuProfile = "release/default.pgo"

// A program is a program that Go built for a target.
type program struct {
	system, machine string
	content         []byte
	version         string    // without v, such as 1.2.3
	date            time.Time // of the commit
}

// build builds the program for a target such as linux/amd64.
func build(target string) (*program, error) {
	system, machine, ok := strings.Cut(target, "/")
	if !ok {
		return nil, errors.New("a target is a system and a machine, such as linux/amd64")
	}
	dir, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, name)
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-pgo="+cpuProfile, "-ldflags=-s -w", "-o", file, name)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+system, "GOARCH="+machine, "GOAMD64=", "GOARM64=")
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	p := &program{system: system, machine: machine}
	if p.content, err = os.ReadFile(file); err != nil {
		return nil, err
	}
	return p, p.readInfo()
}

// readInfo reads the version and the date that Go wrote into the program.
func (p *program) readInfo() error {
	info, err := buildinfo.Read(bytes.NewReader(p.content))
	if err != nil {
		return err
	}
	p.version = strings.TrimPrefix(info.Main.Version, "v")
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.time":
			p.date, err = time.Parse(time.RFC3339, s.Value)
		case s.Key == "vcs.modified" && s.Value == "true":
			return errors.New("the checkout has changes: commit or stash what git status shows")
		}
	}
	if p.version == "(devel)" || p.date.IsZero() {
		return errors.New("it has no commit: build in a checkout")
	}
	return err
}

// fileName returns the file name of the program on its system.
func (p *program) fileName() string {
	if p.system == "windows" {
		return name + ".exe"
	}
	return name
}
