package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A module is a part of the program that was written by others.
type module struct{ Path, Version, Dir string }

// A licence is the licence of a module.
type licence struct {
	module
	kind string // SPDX identifiers
	text string // of all its licence files
}

// licences lists the parts of the programs for some targets: Go's own library
// and modules.
func licences(targets ...string) ([]licence, error) {
	root, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")
	parts := map[module]bool{{"Go's standard library", version, dir}: true}
	for _, target := range targets {
		if err := addModules(parts, target); err != nil {
			return nil, fmt.Errorf("%s: %w", target, err)
		}
	}
	var all []licence
	for part := range parts {
		l, err := licenceIn(part.Dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.Path, err)
		}
		l.module = part
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b licence) int { return cmp.Compare(a.Path, b.Path) })
	return all, nil
}

// addModules adds the modules of the program for a target.
func addModules(parts map[module]bool, target string) error {
	system, machine, _ := strings.Cut(target, "/")
	c := exec.Command("go", "list", "-deps", "-json=Module", name)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+system, "GOARCH="+machine)
	out, err := c.Output()
	if err != nil {
		return err
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ Module module }
		if err := d.Decode(&p); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if p.Module.Version != "" { // neither Go's library nor this module
			parts[p.Module] = true
		}
	}
}

// licenceIn reads the licence files of a module.
func licenceIn(dir string) (licence, error) {
	var l licence
	var kinds []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		return l, err
	}
	for _, e := range entries {
		file := strings.ToLower(e.Name())
		if e.IsDir() || !slices.ContainsFunc([]string{"licen", "copying", "notice"}, func(begin string) bool { return strings.HasPrefix(file, begin) }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return l, err
		}
		l.text += strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")) + "\n"
		kinds = append(kinds, kindsOf(string(text))...)
	}
	slices.Sort(kinds)
	l.kind = strings.Join(slices.Compact(kinds), ", ")
	if l.kind == "" {
		return l, fmt.Errorf("no licence that is known in %s", dir)
	}
	return l, nil
}

// kindsOf recognizes licences by sentences in them.
func kindsOf(text string) (kinds []string) {
	text = strings.Join(strings.Fields(text), " ")
	bsd := "BSD-2-Clause"
	if strings.Contains(text, "may be used to endorse or promote products") {
		bsd = "BSD-3-Clause"
	}
	for _, known := range []struct{ kind, sentence string }{
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
		{bsd, "Redistributions of source code must retain the above copyright"},
	} {
		if strings.Contains(text, known.sentence) {
			kinds = append(kinds, known.kind)
		}
	}
	return kinds
}

// pageLicences are the licences of the parts of the picture, as listed by Vite.
const pageLicences = "app/dist/licences.md"

// licenceTexts returns the file that is packed with the programs for some
// targets.
func licenceTexts(targets ...string) ([]byte, error) {
	all, err := licences(targets...)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, l := range all {
		title := l.Path + " " + l.Version
		fmt.Fprintf(&b, "%s (%s)\n%s\n\n%s\n\n", title, l.kind, strings.Repeat("=", len(title)), l.text)
	}
	page, err := os.ReadFile(pageLicences)
	b.Write(page)
	return b.Bytes(), err
}
