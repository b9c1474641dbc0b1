package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// A setting is what an app asks the user for, in the form that bundles and
// plugins share.
type setting struct {
	key, variable string // the variable of the environment that has its value

	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Default     string `json:"default,omitempty"`
	Sensitive   bool   `json:"sensitive,omitempty"`
	Required    bool   `json:"required"`
}

// profile is a setting that the bundle doesn't have, which isn't installed from
// a terminal.
var profile = setting{
	key: "profile", variable: "ACRONIS_PROFILE", Type: "string", Title: "Profile",
	Description: "The name of a profile that acronis-reports-mcp login has stored. With a profile, leave data centre, client id and secret empty",
}

// settings returns those of a plugin or an extension: a profile or those that the
// bundle requires, and the others of the bundle in their order.
func (m *bundle) settings() ([]setting, error) {
	all := []setting{profile}
	d := json.NewDecoder(bytes.NewReader(m.UserConfig))
	if _, err := d.Token(); err != nil { // {
		return nil, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		s := setting{key: key.(string)}
		if err := d.Decode(&s); err != nil {
			return nil, err
		}
		s.Required = false
		for variable, value := range m.Server.Config.Env {
			if value == "${user_config."+s.key+"}" {
				s.variable = variable
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// environment returns the variables of a plugin's server.
func (m *bundle) environment() map[string]string {
	env := maps.Clone(m.Server.Config.Env)
	env[profile.variable] = "${user_config." + profile.key + "}"
	return env
}

// inOrder returns the settings as an object in their order.
func inOrder(settings []setting) (json.RawMessage, error) {
	var members []string
	for _, s := range settings {
		value, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		members = append(members, fmt.Sprintf("%q:%s", s.key, value))
	}
	return json.RawMessage("{" + strings.Join(members, ",") + "}"), nil
}
