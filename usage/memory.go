package usage

import (
	"context"
	"errors"

	"acronis-reports-mcp/memory"
)

// How much memory is used for each of what is kept, in bytes, without texts, while rows are read and the result is made.
const (
	groupBytes   = 50
	otherBytes   = 250 // of a whole, and more of a group in production and on trial
	tenantBytes  = 150
	infraBytes   = 40  // of one of many usages of a tenant
	listedBytes  = 300 // of a tenant in listedTenants
	controlBytes = 500
	traceBytes   = 800
	keyBytes     = 500 // of a shape, a group's key or an infrastructure
)

// The same of a summary.
const (
	keptGroupBytes  = 36
	keptOtherBytes  = 100
	keptTenantBytes = 64
	keptKeyBytes    = 300
)

// reserveStep is how much more is reserved than is needed, in bytes, so that it isn't done for each row.
const reserveStep = 1 << 20

// reserve reserves the memory of what is kept so far.
func (t *table) reserve(ctx context.Context) error {
	items := t.keptItems()
	if items == t.itemsReserved {
		return nil
	}
	t.itemsReserved = items
	bytes := t.bytes()
	return tooLarge(raise(ctx, &t.reserved, bytes), t.sums.n, t.tenants.n, bytes)
}

// bytes returns how much memory is used for what is kept.
func (t *table) bytes() (bytes int64) {
	for _, part := range t.parts {
		bytes += int64(part.sums.n)*groupBytes + int64(len(part.sums.others))*otherBytes + int64(len(part.groupKeys.all))*keyBytes
	}
	keys := len(t.shapes) + len(t.groupKeys.all) + len(t.mergedValueSets.all) + len(t.infras)
	return bytes + int64(t.texts+t.tenants.texts.size()-t.textsBefore) + int64(len(t.infraOfMany))*infraBytes + int64(t.sums.n)*groupBytes + int64(len(t.sums.others)+len(t.wholes))*otherBytes + int64(t.tenants.n)*tenantBytes +
		int64(len(t.controls)+len(t.partners))*controlBytes + int64(t.traced)*traceBytes + int64(keys)*keyBytes
}

// settled returns the summary, and gives back what was reserved but the summary doesn't keep.
func (t *table) settled(ctx context.Context) *Summary {
	s := t.summary()
	kept := int64(t.texts+t.tenants.texts.size()-t.textsBefore) + int64(t.tenants.n)*keptTenantBytes
	for _, part := range append(t.parts, t) {
		kept += int64(part.sums.n)*keptGroupBytes + int64(len(part.sums.others))*keptOtherBytes + int64(len(part.groupKeys.all))*keptKeyBytes
	}
	s.Reserved = min(kept, t.reserved)
	memory.Release(ctx, t.reserved-s.Reserved)
	return s
}

// reserve reserves the memory of what is kept so far.
func (l *listedTenants) reserve(ctx context.Context) error {
	bytes := int64(l.texts + len(l.all)*listedBytes)
	return tooLarge(raise(ctx, &l.reserved, bytes), 0, len(l.all), bytes)
}

// raise reserves more memory if less than a number of bytes is reserved.
func raise(ctx context.Context, reserved *int64, bytes int64) error {
	if bytes <= *reserved {
		return nil
	}
	more := bytes - *reserved + reserveStep
	*reserved += more
	return memory.Reserve(ctx, more)
}

// tooLarge adds what was read so far to the error for a limit that was reached.
func tooLarge(err error, groups, tenants int, bytes int64) error {
	if err == nil { // as nearly always
		return nil
	}
	if limit := (*memory.LimitError)(nil); errors.As(err, &limit) {
		return &MemoryError{groups, tenants, bytes, limit}
	}
	return err
}

// Extrapolate returns an error with the numbers of the whole, given one with those of a part: of a file, or of files.
// Other errors are returned unchanged.
func Extrapolate(err error, part float64) error {
	var large *MemoryError
	if !errors.As(err, &large) || part <= 0 {
		return err
	}
	scale := func(n int64) int64 { return int64(float64(n) / part) }
	limit := *large.Err
	limit.Needed += scale(large.Bytes) - large.Bytes
	return &MemoryError{int(scale(int64(large.Groups))), int(scale(int64(large.Tenants))), scale(large.Bytes), &limit}
}

// ExtrapolateFiles returns an error with the numbers of several files about as large, given one of the file after the
// first read ones.
func ExtrapolateFiles(err error, read, all int) error {
	var large *MemoryError
	if !errors.As(err, &large) {
		return err
	}
	limit := *large.Err
	limit.Needed = limit.Needed / int64(read+1) * int64(all)
	return &MemoryError{large.Groups * all, large.Tenants, large.Bytes, &limit}
}
