package tools

import (
	"context"
	"errors"
	"strings"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// refused is the error of a call that was refused, with a text for the model.
type refused string

func (r refused) Error() string { return string(r) }

// explain says to a model why a call failed: what happened, whether trying
// again helps, and what the user must do.
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
			return "The call took too long and was stopped; nothing was changed. Try again, and ask for less at once."
		}
		s.Log.Error().Err(err).Msg("an error without an explanation")
		return "The call failed inside this server. The cause is in its log."
	}
	sentence := apiSentence(s.DataCentre, e)
	if s.Reword != nil {
		sentence = s.Reword(sentence)
	}
	return s.redact(escape.Lines(strings.Join(strings.Fields(sentence+" "+apiWords(e)), " ")))
}

// refusal explains a call that was refused by this program. ok is false for all
// other failures.
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

// refusals explain the errors of the packages below this one.
var refusals = []func(dataCentre string, err error) (text string, ok bool){
	tenantRefusal, storeRefusal, sourceRefusal, customerRefusal, memoryRefusal, questionRefusal, sheetRefusal, priceRefusal,
}
