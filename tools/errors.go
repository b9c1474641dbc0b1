package tools

import (
	"context"
	"errors"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// refused is a call refused in words that are fit for a model as they are.
type refused string

func (r refused) Error() string { return string(r) }

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
	return s.redact(escape.Lines(strings.Join(strings.Fields(apiSentence(s.DataCentre, e)+" "+apiWords(e)), " ")))
}

// refusal is what to tell of a call that was refused on this side, by the tools
// or by what is below them; ok is false for every other failure.
func (s *service) refusal(err error) (text string, ok bool) {
	var r refused
	var m missing
	switch {
	case errors.As(err, &r):
		return string(r), true
	case errors.As(err, &m):
		return string(m), true
	}
	for _, sentence := range refusals {
		if text, ok := sentence(s.DataCentre, err); ok {
			return text, true
		}
	}
	return "", false
}

// refusals have the sentences about what is refused below the tools.
var refusals = []func(dataCentre string, err error) (text string, ok bool){
	tenantRefusal, storeRefusal, sourceRefusal, customerRefusal, questionRefusal, sheetRefusal,
}
