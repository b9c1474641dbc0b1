package settings

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
)

// FillIn is the placeholder for a value that the user must give. Settings with it
// are refused.
const FillIn = "FILL-ME-IN"

const (
	stillPlaceholder = "is still a placeholder; replace it with the value"
	notReplaced      = "is a variable that was not replaced; write the value itself"
)

// placeholder says why a value is only a placeholder, or returns "". Without this
// check placeholders would be sent to the data centre.
func placeholder(value string) string {
	switch {
	case neverFilledIn(value):
		return stillPlaceholder
	case strings.Contains(value, "${"), mayRefer(value) && reference().FindString(value) == value:
		return notReplaced
	}
	return ""
}

func neverFilledIn(value string) bool {
	value = strings.TrimSpace(value)
	return strings.Contains(value, FillIn) || strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">")
}

// reference matches a variable in a path, as written in shells, apps and Windows.
var reference = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$\{([^}]*)(?:\}|$)|\$([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_()]*)%`)
})

// Path returns the absolute path of a file or folder, with ~ and variables replaced.
// Shells replace them, but apps pass them on as written in their configuration.
// The path of "" is "". The error continues a sentence that begins with the setting.
func (s *Settings) Path(path string) (string, error) {
	switch {
	case path == "":
		return "", nil
	case neverFilledIn(path):
		return "", errors.New(stillPlaceholder)
	}
	home := "HOME"
	if runtime.GOOS == "windows" {
		home = "USERPROFILE"
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok {
		if rest != "" && !strings.ContainsRune("/"+string(filepath.Separator), rune(rest[0])) {
			return "", errors.New("begins with the ~ of another user; write the full path")
		}
		path = "${" + home + "}" + rest
	}
	if !mayRefer(path) {
		return absolute(path)
	}
	var err error
	path = reference().ReplaceAllStringFunc(path, func(found string) string {
		parts := reference().FindStringSubmatch(found)
		name := cmp.Or(parts[1:]...)
		value := s.Getenv(name)
		if value == "" {
			err = errors.New("uses a variable that is not set; write the full path")
			if variableName().MatchString(name) {
				err = fmt.Errorf("uses the variable %s, which is not set; write the full path", name)
			}
		}
		return value
	})
	if err != nil {
		return "", err
	}
	return absolute(path)
}

// mayRefer reports whether a value may have a variable. Most have none, and need no
// regular expression.
func mayRefer(value string) bool { return strings.ContainsAny(value, "$%") }

func absolute(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", errors.New("is a relative path, but the working directory is gone; write the full path")
	}
	return path, nil
}

// variableName matches the usual names of variables. Anything else is not shown,
// because it may be part of a secret in the wrong place.
var variableName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`) })

// folder returns the path of a file or folder that a flag, or else a variable, gives. It is "" if
// neither is set or the path cannot be used.
func (s *Settings) folder(flag, given, variable string) string {
	name, value := flag, given
	if value == "" {
		name, value = variable, s.Getenv(variable)
	}
	path, err := s.Path(value)
	if err != nil {
		s.refuse(name, " "+err.Error())
	}
	return path
}
