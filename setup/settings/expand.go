package settings

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// FillIn stands where the user has to give a value. No server starts to work with it.
const FillIn = "FILL-ME-IN"

const (
	stillPlaceholder = "is still a placeholder; give the value itself"
	notReplaced      = "is a variable that was not replaced; give the value itself"
)

// placeholder says what is wrong with a value that was never filled in; "" if
// nothing is. Such a value would be sent to the data centre.
func placeholder(value string) string {
	switch {
	case neverFilledIn(value):
		return stillPlaceholder
	case strings.Contains(value, "${"), value != "" && reference.FindString(value) == value:
		return notReplaced
	}
	return ""
}

func neverFilledIn(value string) bool {
	value = strings.TrimSpace(value)
	return strings.Contains(value, FillIn) || strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">")
}

// reference is a variable in a path, as shells, apps and Windows write it.
var reference = regexp.MustCompile(`\$\{([^}]*)(?:\}|$)|\$([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_()]*)%`)

// Path is a file or folder as it holds in any working directory: absolute, with
// ~ and variables replaced, which apps hand on as their configuration has them.
// "" stays "". The error lacks the name of the setting at its beginning.
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
			return "", errors.New("begins with the ~ of another user; write the whole path")
		}
		path = "${" + home + "}" + rest
	}
	var err error
	path = reference.ReplaceAllStringFunc(path, func(found string) string {
		parts := reference.FindStringSubmatch(found)
		name := cmp.Or(parts[1:]...)
		value := s.Getenv(name)
		if value == "" {
			err = errors.New("uses a variable that is not set; write the whole path")
			if variableName.MatchString(name) {
				err = fmt.Errorf("uses the variable %s, which is not set; write the whole path", name)
			}
		}
		return value
	})
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", errors.New("is a relative path, but the working directory is gone; write the whole path")
	}
	return path, nil
}

// variableName is what variables are usually called. Anything else may be a part
// of a secret in the wrong place and is not shown.
var variableName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

// folder is where a flag or else a variable says; "" if neither does or it can't be used.
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
