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

// apiSentence explains a request that failed.
func apiSentence(dataCentre string, e *acronis.Error) string {
	if unread := (*acronis.SecretError)(nil); errors.As(e, &unread) {
		return "Nothing was sent to " + dataCentre + ", because " + unread.Err.Error() + ". When the user has fixed that, try again; the server need not be restarted."
	}
	switch {
	case errors.Is(e, acronis.ErrCredentialsRefused):
		return dataCentre + " refused the API client's id and secret. Trying again won't help: " +
			"the user must check ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE), " +
			"and that ACRONIS_BASE_URL is the data centre where the API client was created."
	case errors.Is(e, acronis.ErrAccessTokenRefused):
		return dataCentre + " refused the access token in ACRONIS_ACCESS_TOKEN. A token is valid for about two hours, and in one data centre. " +
			"Trying again won't help: the user must set a new token, " +
			"or set ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET instead, with which this server gets new tokens itself."
	}
	if errors.Is(e, acronis.ErrNoPriceRole) {
		return dataCentre + " doesn't allow the API client to read the vendor's price lists. Trying again won't help: the API client needs the role price_list_reader (" +
			acronis.PriceRole + "), or the user must start this server with --costs FILE instead of --costs api."
	}
	if e.Status == 407 {
		return "The proxy between this machine and " + dataCentre + " requires a user name and password. Trying again won't help: " +
			"the user must add them to HTTPS_PROXY, or list this host in NO_PROXY."
	}
	switch e.Kind {
	case acronis.Unauthenticated:
		return dataCentre + " issued a token and then refused it, twice. Trying again later may help. " +
			"If it doesn't, the user must check that the API client of ACRONIS_CLIENT_ID is still enabled."
	case acronis.Forbidden:
		roles := "unit_admin, company_admin, partner_admin or root_admin"
		if e.Method == "GET" {
			roles = "readonly_admin, " + roles
		}
		return dataCentre + " doesn't allow the API client to do this. Trying again won't help: the user must use an API client " +
			"with the role " + roles + ", in this tenant or in one above it."
	case acronis.NotFound:
		return dataCentre + " didn't find " + e.Path + ". An id belongs to one data centre, and only " + dataCentre +
			" was asked. Trying again won't help: check the id, or ask the server for the other data centre."
	case acronis.VersionConflict:
		if e.Method == "GET" || e.Method == "POST" { // these requests have no version
			return dataCentre + " reports a conflict with what it already has. Trying the same again won't help: look at the existing reports first, with list_reports."
		}
		return dataCentre + " says that this report has changed since its version was read. Trying the same again won't help: " +
			"read its version again, and let the user decide again."
	case acronis.RateLimited:
		return dataCentre + " accepts no more requests for now. " + retryAdvice(e)
	case acronis.Unavailable:
		return unavailableSentence(dataCentre, e)
	case acronis.Malformed:
		if e.Location != "" {
			return dataCentre + " redirects to " + strconv.Quote(escape.Shorten(e.Location)) + ", which this server doesn't follow. Trying again won't help: " +
				"the user must set ACRONIS_BASE_URL to the address of the data centre itself."
		}
		return dataCentre + " sent an invalid response" + causeOf(e) + ". Trying again rarely helps: " +
			"the user must check that ACRONIS_BASE_URL is an Acronis data centre, and not a portal or a proxy."
	}
	return fmt.Sprintf("%s refused the request (%s %s). Trying the same again won't help.", dataCentre, e.Method, e.Path)
}

// unavailableSentence explains a failure without a response, or with a status
// that says only that the data centre is unavailable.
func unavailableSentence(dataCentre string, e *acronis.Error) string {
	if scheme := (*acronis.SchemeError)(nil); errors.As(e, &scheme) {
		return schemeSentence(dataCentre, scheme)
	}
	if e.Status != 0 {
		return fmt.Sprintf("%s is temporarily unavailable (%s). %s", dataCentre, attempts(e.Attempts), retryAdvice(e))
	}
	if acronis.Untrusted(e) {
		return "The certificate of " + dataCentre + " can't be verified, so nothing was sent" + causeOf(e) + ". Trying again won't help: the user must check this machine's clock, " +
			"and whether a proxy or virus scanner opens encrypted connections. If one does, its certificate must be installed on this machine."
	}
	return fmt.Sprintf("%s could not be reached%s (%s). %s If this goes on, the user must check the network, the proxy and ACRONIS_BASE_URL.",
		dataCentre, causeOf(e), attempts(e.Attempts), retryAdvice(e))
}

// schemeSentence explains a server or proxy that speaks http where https was
// expected, or the reverse.
func schemeSentence(dataCentre string, e *acronis.SchemeError) string {
	side, setting, address := dataCentre, "ACRONIS_BASE_URL", "http://"
	if e.Proxy {
		side, setting = "The proxy between this machine and "+dataCentre, "HTTPS_PROXY"
	}
	if e.Speaks == "http" {
		address = "https://"
	}
	return fmt.Sprintf("%s speaks %s on this port, but %s begins with %s, so nothing was carried out. "+
		"Trying again won't help: the user must correct the address in %s.", side, e.Speaks, setting, address, setting)
}

func causeOf(e *acronis.Error) string {
	if e.Err == nil {
		return ""
	}
	return " (" + escape.Quote(e.Err.Error()) + ")"
}

func attempts(n int) string { return escape.Count(max(n, 1), "attempt") }

// retryAdvice says when to try again. After a change that may have been made it
// says nothing: the tool says how to find out.
func retryAdvice(e *acronis.Error) string {
	if unknownFate(e) {
		return ""
	}
	if e.RetryAfter > 0 {
		return "Retry after " + describeWait(e.RetryAfter) + "."
	}
	return "Trying again in a minute may help."
}

// describeWait returns how long to wait, rounded up, or until when if that is more than
// a day away.
func describeWait(d time.Duration) string {
	switch {
	case d > 24*time.Hour:
		return time.Now().Add(d).UTC().Format("2006-01-02 15:04 UTC")
	case d > 2*time.Minute:
		return escape.Count(int(math.Ceil(d.Minutes())), "minute")
	}
	return escape.Count(int(math.Ceil(d.Seconds())), "second")
}

// apiWords quotes the status, code and message of the data centre.
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
		parts = append(parts, "message "+escape.Quote(words))
	case len(parts) == 0:
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
