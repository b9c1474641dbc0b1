package main

import (
	"encoding/json"
	"os"
	"strings"
)

// writeServer fills the entry for the MCP registry in: version, address and
// checksum of the bundle. The name in server.json is its publisher's to change.
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
		return err
	}
	return os.WriteFile(file, append(filled, '\n'), 0o644)
}

func fillServer(raw []byte, version, address, sum string) ([]byte, error) {
	var server map[string]any
	if err := json.Unmarshal(raw, &server); err != nil {
		return nil, err
	}
	server["version"] = version
	bundle := server["packages"].([]any)[0].(map[string]any)
	bundle["identifier"], bundle["fileSha256"] = address, sum
	return json.MarshalIndent(server, "", "  ")
}
