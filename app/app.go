// Package app is the picture of usage figures that hosts with MCP Apps show:
// one page that loads nothing, built from src by npm run build.
package app

import _ "embed"

// HTML is the page.
//
//go:embed dist/usage.html
var HTML string
