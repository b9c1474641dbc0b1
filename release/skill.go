package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// skillName is also the name of the folder that has the skill, as its format
// demands, and that of the plugin and the extension. https://agentskills.io/specification
const skillName = "acronis-reports"

// skillPath is where a plugin, an extension and an archive have the skill.
const skillPath = "skills/" + skillName + "/SKILL.md"

// skillStart is how SKILL.md begins. Its jobs are the prompts.
//
//go:embed skill.md
var skillStart string

// skillWords replaces what a prompt has for its arguments. In a prompt the user
// speaks, and a skill speaks of the user.
var skillWords = sync.OnceValue(func() []skillWord {
	return []skillWord{
		{regexp.MustCompile(`the tenant "\$\{arguments\.tenant\}"`), "the tenant"},
		{regexp.MustCompile(`\$\{arguments\.month\}`), "the month"},
		{regexp.MustCompile(`\$\{arguments\.before\}`), "the first month"},
		{regexp.MustCompile(`\$\{arguments\.after\}`), "the second month"},
		{regexp.MustCompile(`\bme\b`), "the user"},
		{regexp.MustCompile(`\bmy\b`), "the user's"},
	}
})

type skillWord struct {
	pattern *regexp.Regexp
	words   string
}

// skill returns SKILL.md, with a job for each prompt.
func skill(prompts []prompt) []byte {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(skillStart) + "\n")
	for _, p := range prompts {
		text := p.Text
		for _, w := range skillWords() {
			text = w.pattern.ReplaceAllString(text, w.words)
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", p.title, text)
	}
	return []byte(b.String())
}
