package tools

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The shapes of months and days that can have one meaning only. All have a year
// of four digits, so that neither its place nor the century is guessed.
var (
	yearMonth = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})(?:[-/]0?1)?$`)  // 2026-9, 2026/10, 2026-10-01
	monthYear = regexp.MustCompile(`^(\d{1,2})[-/](\d{4})$`)              // 10/2026
	nameYear  = regexp.MustCompile(`^([A-Za-z]+)\.?[ ,/-]+(\d{4})$`)      // Oct 2026, October 2026
	yearName  = regexp.MustCompile(`^(\d{4})[ ,/-]+([A-Za-z]+)\.?$`)      // 2026 October
	someDay   = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$`) // 2026-10-1, 2026/10/31
)

// respelledMonth is a month as YYYY-MM, or text itself if it is none.
func respelledMonth(text string) string {
	year, month := "", 0
	if m := yearMonth.FindStringSubmatch(text); m != nil {
		year, month = m[1], monthNumber(m[2])
	} else if m := monthYear.FindStringSubmatch(text); m != nil {
		year, month = m[2], monthNumber(m[1])
	} else if m := nameYear.FindStringSubmatch(text); m != nil {
		year, month = m[2], monthNamed(m[1])
	} else if m := yearName.FindStringSubmatch(text); m != nil {
		year, month = m[1], monthNamed(m[2])
	}
	if month == 0 {
		return text
	}
	return fmt.Sprintf("%s-%02d", year, month)
}

// respelledDay is a day as YYYY-MM-DD, or text itself if it is none. Whether the
// month has that day is checked later.
func respelledDay(text string) string {
	m := someDay.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	return fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
}

// monthNumber is 1 to 12, 0 for no month.
func monthNumber(digits string) int {
	if n, err := strconv.Atoi(digits); err == nil && n <= 12 {
		return n
	}
	return 0
}

// monthNamed is the number of a month by its English name or the short form of
// it, 0 for no month.
func monthNamed(name string) int {
	for month := time.January; month <= time.December; month++ {
		if strings.EqualFold(name, month.String()) || strings.EqualFold(name, month.String()[:3]) || month == time.September && strings.EqualFold(name, "Sept") {
			return int(month)
		}
	}
	return 0
}
