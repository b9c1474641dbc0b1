package tools

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/schemas/generator"
)

// ServeSchemasFrom has servers made from here on serve other files.
func ServeSchemasFrom(files fs.FS) { schemaFiles = files }

// generate is t as clients see it, with schemas made from its types.
func (t tool[In, Out]) generate() (one mcp.Tool, err error) {
	one = t.definition()
	if one.RawInputSchema, err = generator.Input(reflect.TypeFor[In]()); err != nil {
		return one, err
	}
	one.RawOutputSchema, err = generator.Output(reflect.TypeFor[Out]())
	return one, err
}

// GenerateFiles returns what the files in schemas/ should be, by name.
func GenerateFiles() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, tool := range all {
		one, err := tool.(interface{ generate() (mcp.Tool, error) }).generate()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		raw, err := json.Marshal(one)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		var b bytes.Buffer
		if err := json.Indent(&b, raw, "", "  "); err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		b.WriteByte('\n')
		files[one.Name+".json"] = b.Bytes()
	}
	return files, nil
}
