package simulator

import (
	"fmt"
	"net/http"
)

// refusal is an error response: an HTTP status and a body with the reason.
type refusal struct {
	status int
	allow  string // the Allow header of a 405
	body   any    // envelope or tokenError
}

func (r *refusal) Error() string { return fmt.Sprintf("%d: %v", r.status, r.body) }

// envelope is the body of all errors except those of the token endpoint.
type envelope struct {
	Error struct {
		Code    any     `json:"code"`   // a number or a string
		Domain  *string `json:"domain"` // nullable
		Message string  `json:"message"`
		Details struct {
			Info *string `json:"info"` // nullable
		} `json:"details"`
	} `json:"error"`
}

// tokenError is the body of the token endpoint's errors.
type tokenError struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// Codes from the vendor's list of platform errors. The list doesn't give their HTTP statuses: the
// combinations in this package are assumptions.
const (
	codeVersion        = 1001
	codeAccessDenied   = 1002
	codeTenantNotFound = 1005
	codeMalformed      = "ParameterMalformed"
)

// plain returns an error with the HTTP status as its code, as documented. That its domain is null is an
// assumption; the schema allows it.
func plain(status int, info string) *refusal {
	r := &refusal{status: status}
	var e envelope
	e.Error.Code = status
	e.Error.Message = http.StatusText(status)
	if info != "" {
		e.Error.Details.Info = &info
	}
	r.body = e
	return r
}

// platform returns an error of the account server, with a code from its list.
func platform(status int, code any, message string) *refusal {
	domain := "PlatformAccountServer"
	var e envelope
	e.Error.Code = code
	e.Error.Domain = &domain
	e.Error.Message = message
	return &refusal{status: status, body: e}
}

// malformed returns the error for an invalid query parameter or body. The code has been observed for GET
// /tenants without a filter; that it is used for everything else is an assumption.
func malformed(message string) *refusal {
	return platform(http.StatusBadRequest, codeMalformed, message)
}
