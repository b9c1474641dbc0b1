package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// serverSchema is the registry's own schema of its entries, edition 2025-12-11
// (modelcontextprotocol/registry, Apache-2.0), without the examples of registries.
//
//go:embed server.schema.json
var serverSchema []byte

// writeServer writes the entry for the MCP registry with version, address and
// checksum of the bundle. The publisher can change the name in server.json.
// https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json
func writeServer(file, bundle, downloads, version string) error {
	raw, err := os.ReadFile("server.json")
	if err != nil {
		return err
	}
	sum, err := sha256Of(bundle)
	if err != nil {
		return err
	}
	filled, err := fillServer(raw, version, strings.TrimSuffix(downloads, "/")+"/"+bundleName, sum)
	if err != nil {
		return fmt.Errorf("server.json: %w", err)
	}
	return os.WriteFile(file, append(filled, '\n'), 0o644)
}

// fillServer returns the whole entry, if the registry will accept it.
func fillServer(raw []byte, version, address, sum string) ([]byte, error) {
	var server map[string]any
	if err := json.Unmarshal(raw, &server); err != nil {
		return nil, err
	}
	packages, _ := server["packages"].([]any)
	if len(packages) != 1 {
		return nil, errors.New("it has to have one package, the bundle")
	}
	bundle, ok := packages[0].(map[string]any)
	if !ok {
		return nil, errors.New("its package is no object")
	}
	server["version"], bundle["identifier"], bundle["fileSha256"] = version, address, sum
	filled, err := json.MarshalIndent(server, "", "  ")
	if err != nil {
		return nil, err
	}
	return filled, checkServer(filled)
}

// checkServer checks an entry against the schema.
func checkServer(entry []byte) error {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(serverSchema))
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(entry))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("server.schema.json", schema); err != nil {
		return err
	}
	compiled, err := c.Compile("server.schema.json")
	if err != nil {
		return err
	}
	return compiled.Validate(value)
}
