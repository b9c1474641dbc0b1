package tools

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The formats of months and days that have only one meaning. All have a year of
// four digits, so that neither its position nor the century must be guessed.
var (
	yearMonth = lazily(`^(\d{4})[-/](\d{1,2})(?:[-/]0?1)?$`)  // 2026-9, 2026/10, 2026-10-01
	monthYear = lazily(`^(\d{1,2})[-/](\d{4})$`)              // 10/2026
	nameYear  = lazily(`^([A-Za-z]+)\.?[ ,/-]+(\d{4})$`)      // Oct 2026, October 2026
	yearName  = lazily(`^(\d{4})[ ,/-]+([A-Za-z]+)\.?$`)      // 2026 October
	someDay   = lazily(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$`) // 2026-10-1, 2026/10/31
)

// lazily compiles a regular expression when it is first used.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// RespelledMonth returns a month as YYYY-MM, or text itself if it isn't a
// month.
func RespelledMonth(text string) string {
	year, month := "", 0
	if m := yearMonth().FindStringSubmatch(text); m != nil {
		year, month = m[1], monthNumber(m[2])
	} else if m := monthYear().FindStringSubmatch(text); m != nil {
		year, month = m[2], monthNumber(m[1])
	} else if m := nameYear().FindStringSubmatch(text); m != nil {
		year, month = m[2], monthNamed(m[1])
	} else if m := yearName().FindStringSubmatch(text); m != nil {
		year, month = m[1], monthNamed(m[2])
	}
	if month == 0 {
		return text
	}
	return fmt.Sprintf("%s-%02d", year, month)
}

// respelledDay returns a day as YYYY-MM-DD, or text itself if it isn't a day.
// Whether the month has that day is checked later.
func respelledDay(text string) string {
	m := someDay().FindStringSubmatch(text)
	if m == nil {
		return text
	}
	return fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
}

// monthNumber returns 1 to 12, or 0 if the text isn't a month.
func monthNumber(digits string) int {
	if n, err := strconv.Atoi(digits); err == nil && n <= 12 {
		return n
	}
	return 0
}

// monthNamed returns the number of a month, given its English name or the short
// form of it, or 0.
func monthNamed(name string) int {
	for month := time.January; month <= time.December; month++ {
		if strings.EqualFold(name, month.String()) || strings.EqualFold(name, month.String()[:3]) || month == time.September && strings.EqualFold(name, "Sept") {
			return int(month)
		}
	}
	return 0
}
