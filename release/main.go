// Command release builds what is published: archives for six targets, an MCP
// bundle, a plugin for Claude Code, extensions for Gemini CLI, a skill, their
// checksums and the entry for the MCP registry. The same commit and the same Go
// version give the same bytes.
//
//	go run ./release [-out dist] [-downloads URL] [target …]
//
// With targets, such as linux/amd64, it builds only their archives. Version and
// dates come from the version control system, as Go writes them into the
// program. With -downloads, the address from which the files will be
// downloaded, it also writes server.json.
package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

func main() {
	log.SetFlags(0)
	out := flag.String("out", "dist", "")
	downloads := flag.String("downloads", "", "")
	flag.Parse()
	if err := release(*out, *downloads, flag.Args()); err != nil {
		log.Fatal("release: ", err)
	}
}

func release(out, downloads string, only []string) error {
	if u, err := url.Parse(downloads); downloads != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
		return fmt.Errorf("-downloads must be a URL that begins with https://, not %q", downloads)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	chosen := only
	if len(chosen) == 0 {
		chosen = targets
	}
	var programs []*program
	var files []string
	for _, target := range chosen {
		p, err := build(target)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		file := filepath.Join(out, p.archiveName())
		if err := p.writeArchive(file); err != nil {
			return err
		}
		programs, files = append(programs, p), append(files, file)
	}
	if len(only) > 0 {
		return writeSums(out, files)
	}
	packages, err := writePackages(out, programs)
	if err != nil {
		return err
	}
	if downloads != "" {
		if err := writeServer(filepath.Join(out, "server.json"), packages[0], downloads, programs[0].version); err != nil {
			return err
		}
	}
	return writeSums(out, append(files, packages...))
}

// writePackages writes what apps install, and returns the files, the bundle first.
func writePackages(out string, programs []*program) ([]string, error) {
	of := map[string]*program{}
	for _, p := range programs {
		of[p.system+"/"+p.machine] = p
	}
	offered, err := of[runtime.GOOS+"/"+runtime.GOARCH].offers()
	if err != nil {
		return nil, err
	}
	text := skill(offered.priced)
	bundle, plugin, plain := filepath.Join(out, bundleName), filepath.Join(out, pluginName), filepath.Join(out, skillZip)
	files := []string{bundle, plugin, plain}
	err = errors.Join(writeBundle(bundle, of, offered), writePlugin(plugin, of, text), writeSkill(plain, programs[0], text))
	for _, p := range programs {
		file := filepath.Join(out, p.extensionName())
		files, err = append(files, file), errors.Join(err, p.writeExtension(file, text))
	}
	return files, err
}

// writeSums writes checksums.txt, which sha256sum -c reads, and prints it.
func writeSums(out string, files []string) error {
	var b strings.Builder
	for _, file := range files {
		sum, err := sha256Of(file)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s  %s\n", sum, filepath.Base(file))
	}
	fmt.Print(b.String())
	return os.WriteFile(filepath.Join(out, "checksums.txt"), []byte(b.String()), 0o644)
}

func sha256Of(file string) (string, error) {
	content, err := os.ReadFile(file)
	return fmt.Sprintf("%x", sha256.Sum256(content)), err
}
