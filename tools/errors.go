package tools

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// explain puts a failed call into words for a model: what happened, whether
// trying again helps, what the person has to do.
func (s *service) explain(err error) string {
	var e *acronis.Error
	if text, ok := s.refusal(err); ok {
		return s.redact(escape.Lines(text))
	}
	if !errors.As(err, &e) {
		if errors.Is(err, context.Canceled) {
			return "The call was cancelled."
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return "The call took too long and was given up; nothing was changed. Trying again may help, with less asked at once."
		}
		s.Log.Error().Err(err).Msg("a failure without words")
		return "The call failed inside this server; its log has the cause."
	}
	return s.redact(escape.Lines(strings.Join(strings.Fields(s.sentences(e)+" "+said(e)), " ")))
}

func (s *service) sentences(e *acronis.Error) string {
	switch {
	case errors.Is(e, acronis.ErrCredentialsRefused):
		return s.DataCentre + " refused the API client's id and secret. Trying again won't help: " +
			"the person has to check ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET (or ACRONIS_CLIENT_SECRET_FILE), " +
			"and that ACRONIS_BASE_URL is the data centre in which the API client was made."
	case errors.Is(e, acronis.ErrAccessTokenRefused):
		return s.DataCentre + " refused the access token in ACRONIS_ACCESS_TOKEN. Tokens live about two hours, belong to one data centre, " +
			"and this one can't be renewed. Trying again won't help: the person has to set a new one, " +
			"or ACRONIS_CLIENT_ID and ACRONIS_CLIENT_SECRET instead, which renew themselves."
	}
	if e.Status == 407 {
		return "The proxy between this machine and " + s.DataCentre + " wants a user name and password. Trying again won't help: " +
			"the person has to put them into HTTPS_PROXY, or let NO_PROXY leave this host out."
	}
	switch e.Kind {
	case acronis.Unauthenticated:
		return s.DataCentre + " gave a token and then refused it, twice. Trying again later may help; " +
			"if it doesn't, the person has to check whether the API client of ACRONIS_CLIENT_ID is still enabled."
	case acronis.Forbidden:
		roles := "unit_admin, company_admin, partner_admin or root_admin"
		if e.Method == "GET" {
			roles = "readonly_admin, " + roles
		}
		return s.DataCentre + " doesn't allow this to the API client. Trying again won't help: the person has to use one " +
			"whose role is " + roles + ", in this tenant or above it."
	case acronis.NotFound:
		return s.DataCentre + " knows no such thing: " + e.Path + ". Ids belong to one data centre, and only " + s.DataCentre +
			" was asked. Trying again won't help: check the id, or ask the server of the other data centre."
	case acronis.VersionConflict:
		if e.Method == "GET" || e.Method == "POST" { // these send no version
			return s.DataCentre + " says that this conflicts with what it has. Trying the same again won't help: look at what is there first, with list_reports."
		}
		return s.DataCentre + " says that it has changed since its version was read. Trying the same again won't help: " +
			"read it anew, and have the person decide again."
	case acronis.RateLimited:
		return s.DataCentre + " takes no more requests for now. " + again(e)
	case acronis.Unavailable:
		return s.unavailable(e)
	case acronis.Malformed:
		if e.Location != "" {
			return s.DataCentre + " redirects to " + strconv.Quote(escape.Shorten(e.Location)) + ", which was not followed. Trying again won't help: " +
				"the person has to set ACRONIS_BASE_URL to the address of the data centre itself."
		}
		return s.DataCentre + " gave an answer that is not what its API promises" + because(e) + ". Trying again rarely helps: " +
			"the person has to check that ACRONIS_BASE_URL is an Acronis data centre, not a portal or a proxy."
	}
	return fmt.Sprintf("%s refused the request (%s %s). Trying the same again won't help.", s.DataCentre, e.Method, e.Path)
}

// unavailable tells an answer of the far side from none.
func (s *service) unavailable(e *acronis.Error) string {
	if e.Status != 0 {
		return fmt.Sprintf("%s is out of order just now (tried %s). %s", s.DataCentre, times(e.Attempts), again(e))
	}
	if acronis.Untrusted(e) {
		return s.DataCentre + " can't prove who it is, so nothing was sent" + because(e) + ". Trying again won't help: the person has to check this machine's clock, " +
			"and whether a proxy or virus scanner opens encrypted connections; then its own certificate has to be installed on this machine."
	}
	return fmt.Sprintf("%s could not be reached%s (tried %s). %s If it stays so, the person has to check the network, the proxy and ACRONIS_BASE_URL.",
		s.DataCentre, because(e), times(e.Attempts), again(e))
}

func because(e *acronis.Error) string {
	if e.Err == nil {
		return ""
	}
	return " (" + escape.Quote(e.Err.Error()) + ")"
}

func times(n int) string {
	if n <= 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// again says when trying again makes sense. After a change whose fate is
// unknown it doesn't: the tool says how to find out.
func again(e *acronis.Error) string {
	if unknownFate(e) {
		return ""
	}
	if e.RetryAfter > 0 {
		return fmt.Sprintf("It asks to be left alone for %s; try again after that.", span(e.RetryAfter))
	}
	return "Trying again in a minute may help."
}

// span is a duration in words, rounded up.
func span(d time.Duration) string {
	if d <= 2*time.Minute {
		return escape.Count(int(math.Ceil(d.Seconds())), "second")
	}
	return escape.Count(int(math.Ceil(d.Minutes())), "minute")
}

// said quotes the far side: data, shown as such.
func said(e *acronis.Error) string {
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
