package main

import (
	"flag"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/tools"
)

// settingsFound tells which settings there are and where each came from, with
// no value that is secret or could be one in the wrong place.
func settingsFound(o tools.Options, flags *flag.FlagSet, getenv func(string) string, problem error) []finding {
	var findings []finding
	given := map[string]bool{} // settings that a flag goes before
	flags.Visit(func(f *flag.Flag) {
		if setting, ok := settingFlags[f.Name]; ok {
			given[setting] = true
			findings = append(findings, named("--"+f.Name, good("from the command line")))
		}
	})
	var wrongs []string
	if problem != nil {
		wrongs = faults(problem)
	}
	for _, name := range settingNames {
		wrong := slices.ContainsFunc(wrongs, func(fault string) bool { return strings.HasPrefix(fault, name) })
		if value := getenv(name); value != "" && !wrong && (!o.Demo || slices.Contains(slices.Collect(maps.Values(settingFlags)), name)) {
			detail := origin(name, value, o.Client)
			if given[name] {
				detail = "from the environment, but the command line goes first"
			}
			findings = append(findings, named(name, good("%s", detail)))
		}
	}
	if file := getenv("ACRONIS_CLIENT_SECRET_FILE"); file != "" && !o.Demo {
		if f, found := secretFile(file); found {
			findings = append(findings, named("secret file", f))
		}
	}
	switch {
	case problem == nil && o.Demo:
		return append(findings, named("settings", good("--demo: made-up data in memory, no account; access %s", o.Access)))
	case problem == nil:
		return append(findings, named("settings", good("complete; access %s", o.Access)))
	}
	for _, fault := range wrongs {
		findings = append(findings, named("settings", failed("mend it in the environment that the app starts this server with", "%s", fault)))
	}
	return findings
}

// settingFlags are the flags that are settings, and what they are called in the environment.
var settingFlags = map[string]string{
	"access": "ACRONIS_ACCESS", "export-dir": "ACRONIS_EXPORT_DIR", "cache": "ACRONIS_CACHE", "no-ask": "",
}

// settingNames are all settings, in the order in which they are told.
var settingNames = []string{
	"ACRONIS_BASE_URL", "ACRONIS_CLIENT_ID", "ACRONIS_CLIENT_SECRET", "ACRONIS_CLIENT_SECRET_FILE",
	"ACRONIS_ACCESS_TOKEN", "ACRONIS_TENANT_ID", "ACRONIS_LABEL", "ACRONIS_ACCESS", "ACRONIS_EXPORT_DIR", "ACRONIS_CACHE",
}

// origin says where a setting came from, and what it is where that is known to be harmless.
func origin(name, value string, client *acronis.Client) string {
	switch {
	case name == "ACRONIS_CLIENT_SECRET_FILE" && exists(value): // else it may be the secret itself
		return "from the environment: " + value + "; the secret is in that file"
	case name == "ACRONIS_BASE_URL" && client != nil:
		return "from the environment: " + client.Host()
	}
	return "from the environment, not shown"
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// secretFile warns of a secret that others on this machine can read. Windows
// has no mode bits that would tell.
func secretFile(file string) (finding, bool) {
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return finding{}, false
	}
	return warned("chmod 600 "+file, "others on this machine may read it: its mode is %v", info.Mode().Perm()), true
}

func named(check string, f finding) finding {
	f.Check = check
	return f
}
