package tools

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// apiSentence is what to tell of a request that failed.
func apiSentence(dataCentre string, e *acronis.Error) string {
	switch {
	case errors.Is(e, acronis.ErrCredentialsRefused):
		return dataCentre + " refused the API client's id and secret. Trying again won't help: " +
			"the person has to check ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE), " +
			"and that ACRONIS_BASE_URL is the data centre in which the API client was made."
	case errors.Is(e, acronis.ErrAccessTokenRefused):
		return dataCentre + " refused the access token in ACRONIS_ACCESS_TOKEN. Tokens live about two hours, belong to one data centre, " +
			"and this one can't be renewed. Trying again won't help: the person has to set a new one, " +
			"or ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET instead, which renew themselves."
	}
	if e.Status == 407 {
		return "The proxy between this machine and " + dataCentre + " wants a user name and password. Trying again won't help: " +
			"the person has to put them into HTTPS_PROXY, or let NO_PROXY leave this host out."
	}
	switch e.Kind {
	case acronis.Unauthenticated:
		return dataCentre + " gave a token and then refused it, twice. Trying again later may help; " +
			"if it doesn't, the person has to check whether the API client of ACRONIS_CLIENT_ID is still enabled."
	case acronis.Forbidden:
		roles := "unit_admin, company_admin, partner_admin or root_admin"
		if e.Method == "GET" {
			roles = "readonly_admin, " + roles
		}
		return dataCentre + " doesn't allow this to the API client. Trying again won't help: the person has to use one " +
			"whose role is " + roles + ", in this tenant or above it."
	case acronis.NotFound:
		return dataCentre + " knows no such thing: " + e.Path + ". Ids belong to one data centre, and only " + dataCentre +
			" was asked. Trying again won't help: check the id, or ask the server of the other data centre."
	case acronis.VersionConflict:
		if e.Method == "GET" || e.Method == "POST" { // these send no version
			return dataCentre + " says that this conflicts with what it has. Trying the same again won't help: look at what is there first, with list_reports."
		}
		return dataCentre + " says that it has changed since its version was read. Trying the same again won't help: " +
			"read it anew, and have the person decide again."
	case acronis.RateLimited:
		return dataCentre + " takes no more requests for now. " + retryAdvice(e)
	case acronis.Unavailable:
		return unavailableSentence(dataCentre, e)
	case acronis.Malformed:
		if e.Location != "" {
			return dataCentre + " redirects to " + strconv.Quote(escape.Shorten(e.Location)) + ", which was not followed. Trying again won't help: " +
				"the person has to set ACRONIS_BASE_URL to the address of the data centre itself."
		}
		return dataCentre + " gave an answer that is not what its API promises" + causeOf(e) + ". Trying again rarely helps: " +
			"the person has to check that ACRONIS_BASE_URL is an Acronis data centre, not a portal or a proxy."
	}
	return fmt.Sprintf("%s refused the request (%s %s). Trying the same again won't help.", dataCentre, e.Method, e.Path)
}

// unavailableSentence is what to tell of a data centre without an answer that
// means anything.
func unavailableSentence(dataCentre string, e *acronis.Error) string {
	if e.Status != 0 {
		return fmt.Sprintf("%s is out of order just now (tried %s). %s", dataCentre, attempts(e.Attempts), retryAdvice(e))
	}
	if acronis.Untrusted(e) {
		return dataCentre + " can't prove who it is, so nothing was sent" + causeOf(e) + ". Trying again won't help: the person has to check this machine's clock, " +
			"and whether a proxy or virus scanner opens encrypted connections; then its own certificate has to be installed on this machine."
	}
	return fmt.Sprintf("%s could not be reached%s (tried %s). %s If it stays so, the person has to check the network, the proxy and ACRONIS_BASE_URL.",
		dataCentre, causeOf(e), attempts(e.Attempts), retryAdvice(e))
}

func causeOf(e *acronis.Error) string {
	if e.Err == nil {
		return ""
	}
	return " (" + escape.Quote(e.Err.Error()) + ")"
}

func attempts(n int) string {
	if n <= 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// retryAdvice says when trying again makes sense. After a change whose fate is
// unknown it doesn't: the tool says how to find out.
func retryAdvice(e *acronis.Error) string {
	if unknownFate(e) {
		return ""
	}
	if e.RetryAfter > 0 {
		return fmt.Sprintf("It asks to be left alone for %s; try again after that.", describeDuration(e.RetryAfter))
	}
	return "Trying again in a minute may help."
}

// describeDuration is a duration in words, rounded up.
func describeDuration(d time.Duration) string {
	if d <= 2*time.Minute {
		return escape.Count(int(math.Ceil(d.Seconds())), "second")
	}
	return escape.Count(int(math.Ceil(d.Minutes())), "minute")
}

// apiWords quotes the far side: data, shown as such.
func apiWords(e *acronis.Error) string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.Status))
	}
	if e.Code != "" && e.Code != strconv.Itoa(e.Status) {
		parts = append(parts, "code "+escape.Quote(e.Code))
	}
	words := strings.TrimSpace(e.Message + " " + e.Details)
	switch {
	case words != "":
		parts = append(parts, "it said: "+escape.Quote(words))
	case len(parts) == 0:
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
