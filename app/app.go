// Package app contains the chart that hosts with MCP Apps show next to usage
// figures. It is one HTML page that loads nothing else, built from src by npm run
// build.
package app

import _ "embed"

// HTML is the page. A host shows it in a frame and sends it the result of a tool.
//
//go:embed dist/usage.html
var HTML string
