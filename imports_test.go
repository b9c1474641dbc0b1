package main

import (
	"testing"
)

// allowedImports lists the packages of this module from top to bottom and,
// indented, what each may import: packages of this module, which must be
// further down in the list, other modules, and those packages of the standard
// library that watchedImports lists. A new import needs a new line here.
const allowedImports = `
main
	acronis
	acronis/simulator
	escape
	figures/store
	memory
	prices
	setup/doctor
	setup/hosts
	setup/profiles
	setup/settings
	stdio
	tools
	github.com/mark3labs/mcp-go
	github.com/mattn/go-isatty
	github.com/rs/zerolog
	golang.org/x/term
	os
setup/doctor
	acronis
	escape
	figures/store
	prices
	setup/settings
	os
setup/hosts
	acronis
	setup/settings
	github.com/BurntSushi/toml
	github.com/pelletier/go-toml
	github.com/tailscale/hujson
	go.yaml.in/yaml/v4
	os
setup/profiles
	acronis
	figures/store
	setup/settings
	github.com/zalando/go-keyring
	os
e2e/wine
	os
	os/exec
e2e/cases
	acronis/simulator
	os
e2e/bench
	github.com/klauspost/compress
	net/http
	os
	os/exec
e2e/bare
	github.com/mark3labs/mcp-go
	net/http
	os
release
	github.com/santhosh-tekuri/jsonschema
	os
	os/exec
tools
	acronis
	app
	escape
	figures
	figures/store
	figures/tenants
	interrupt
	memory
	prices
	schemas
	sheets
	sheets/dataset
	usage
	github.com/mark3labs/mcp-go
	github.com/rs/zerolog
	github.com/santhosh-tekuri/jsonschema
sheets/dataset
	figures
	memory
	sheets
	usage
	github.com/klauspost/compress
	os
sheets
	escape
	figures
	interrupt
	memory
	prices
	usage
	os
prices
	acronis
	escape
	figures
	figures/tenants
	interrupt
	usage
figures
	acronis
	escape
	figures/store
	figures/tenants
	interrupt
	memory
	usage
figures/store
	acronis
	interrupt
	memory
	golang.org/x/sys
	os
figures/tenants
	acronis
	escape
	interrupt
	memory
usage
	interrupt
	memory
	github.com/klauspost/compress
setup/settings
	acronis
	os
acronis
	interrupt
	memory
	github.com/go-json-experiment/json
	net/http
app
schemas/generator
	schemas
	github.com/invopop/jsonschema
schemas
stdio
	github.com/mark3labs/mcp-go
	golang.org/x/sys
	os
acronis/simulator/openapitest
	github.com/getkin/kin-openapi
	net/http
acronis/simulator
	net/http
memory
	golang.org/x/sync
interrupt
escape
`

// watchedImports are the packages of the standard library that need a line in allowedImports.
var watchedImports = []string{"net/http", "os", "os/exec"}

// forbiddenImports are forbidden even if allowedImports has them, also for
// packages in folders below. modulePath means all packages of this module.
var forbiddenImports = []struct{ name, imported, why string }{
	{"acronis", "github.com/mark3labs/mcp-go", "the API's client is usable without MCP"},
	{"acronis/simulator", modulePath, "wrong JSON tags that both share would agree with each other"},
	{"tools", "net/http", "requests leave through acronis alone"},
	{"tools", "os", "files are kept by figures/store and written by sheets"},
	{"figures", "github.com/mark3labs/mcp-go", "figures know nothing of MCP"},
	{"usage", "github.com/mark3labs/mcp-go", "rows and sums know nothing of MCP"},
	{"stdio", modulePath, "the transport serves any mcp-go server"},
}

const modulePath = "acronis-reports-mcp"

func TestImports(t *testing.T) {
	found, err := importsBelow(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range importFaults(allowedImports, found) {
		t.Error(fault)
	}
}
