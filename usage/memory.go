package usage

import (
	"context"
	"errors"

	"acronis-reports-mcp/memory"
)

// How much memory is used for each of what is kept, in bytes, without texts: while rows are read, and for the result.
const (
	groupBytes   = 50
	otherBytes   = 250 // of a whole, and more of a group in production and on trial
	tenantBytes  = 300
	infraBytes   = 40  // of one of many usages of a tenant
	listedBytes  = 300 // of a tenant in listedTenants
	controlBytes = 500
	traceBytes   = 800
	keyBytes     = 500 // of a shape, a group's key or an infrastructure
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
