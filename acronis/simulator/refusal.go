package simulator

import (
	"fmt"
	"net/http"
)

// refusal is the error of this package's rules: an HTTP status and the body that says why.
type refusal struct {
	status int
	allow  string // the Allow header of a 405
	body   any    // envelope or tokenError
}

func (r *refusal) Error() string { return fmt.Sprintf("%d: %v", r.status, r.body) }

// envelope is the body of every error but those of the token endpoint.
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

// Codes of the vendor's list of platform errors. That list doesn't pair them with HTTP statuses; the
// pairs made in this package are assumptions.
const (
	codeVersion        = 1001
	codeAccessDenied   = 1002
	codeTenantNotFound = 1005
	codeMalformed      = "ParameterMalformed"
)

// plain refuses for a reason of HTTP: the status stands in code as well, as documented. That the domain
// is null then is an assumption; the schema allows it.
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

// platform refuses for a reason of the account server, with a code of its own.
func platform(status int, code any, message string) *refusal {
	domain := "PlatformAccountServer"
	var e envelope
	e.Error.Code = code
	e.Error.Domain = &domain
	e.Error.Message = message
	return &refusal{status: status, body: e}
}

// malformed refuses a query parameter or a body. The code is seen in the wild for GET /tenants without a
// filter; that it is the one for all else is an assumption.
func malformed(message string) *refusal {
	return platform(http.StatusBadRequest, codeMalformed, message)
}
