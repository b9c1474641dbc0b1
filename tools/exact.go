package tools

import "acronis-reports-mcp/usage"

// exact is a number exactly as it was written: 0.1, not the nearest float64.
type exact struct{ usage.Decimal }

// UnmarshalJSON keeps every digit.
func (e *exact) UnmarshalJSON(data []byte) (err error) {
	e.Decimal, err = usage.ParseDecimal(string(data))
	return err
}

// JSONSchemaAlias returns a value of the type from which the schema is made.
func (exact) JSONSchemaAlias() any { return 0.0 }

// orNil returns the number, or nil if there is none.
func (e *exact) orNil() *usage.Decimal {
	if e == nil {
		return nil
	}
	return &e.Decimal
}
