package settings

import (
	"cmp"
	"fmt"
	"strconv"
)

// The memory that the process may use, in MiB: the default of --memory, and its
// least and greatest values.
const (
	defaultMemory = 512
	leastMemory   = 64
	mostMemory    = 1 << 20
)

// readMemory reads --memory and ACRONIS_MEMORY. Without them, or if they are wrong,
// it is the default.
func (s *Settings) readMemory() {
	name, text := "--memory", s.Flags.Memory
	if text == "" {
		name, text = "ACRONIS_MEMORY", s.value("ACRONIS_MEMORY")
	}
	size, err := strconv.Atoi(cmp.Or(text, strconv.Itoa(defaultMemory)))
	if err != nil || size < leastMemory || size > mostMemory {
		s.refuse(name, fmt.Sprintf(" must be a whole number of MiB from %d to %d", leastMemory, mostMemory))
		size = defaultMemory
	}
	s.Memory = int64(size) << 20
}
