package tools

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"slices"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/schemas"
	"acronis-reports-mcp/schemas/generator"
)

// ServeSchemasFrom makes servers that are created afterwards serve other files.
func ServeSchemasFrom(files fs.FS) { schemaFiles = files }

// generate returns t as clients see it and its schemas, generated from its
// types.
func (t tool[In, Out]) generate() (mcp.Tool, schemas.Tool, error) {
	one := t.definition()
	made, err := generator.Of(reflect.TypeFor[In](), reflect.TypeFor[Out]())
	one.RawInputSchema, one.RawOutputSchema = made.Input, made.Output
	return one, made, err
}

// GenerateFiles returns the expected files in schemas/, by name: the tool as
// clients see it, and the schema with which arguments are checked.
func GenerateFiles() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, tool := range all {
		one, made, err := tool.(interface {
			generate() (mcp.Tool, schemas.Tool, error)
		}).generate()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		raw, err := json.Marshal(one)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		var b bytes.Buffer
		whole := slices.Concat(raw[:len(raw)-len("}")], []byte(`,"checkedInputSchema":`), made.Checked, []byte("}"))
		if err := json.Indent(&b, whole, "", "  "); err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
		b.WriteByte('\n')
		files[one.Name+".json"] = b.Bytes()
	}
	return files, nil
}
