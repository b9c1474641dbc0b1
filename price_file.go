package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"sync"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/setup/settings"
)

// priceFile is a price list on disk.
type priceFile struct {
	path, setting string // setting is named in errors

	mu   sync.Mutex
	data []byte // as it was read last
	list *prices.List
}

// newPriceFile returns the price list in a file, or nil if there is no file. The
// file is read now, so that an error is found at start, and for each call.
func newPriceFile(path, setting string) *priceFile {
	if path == "" {
		return nil
	}
	f := &priceFile{path: path, setting: setting}
	_, _ = f.read() // each call reports the error
	return f
}

// read returns the list, as the file is now. A list that was returned before is not
// changed, so that a call keeps the list that it began with.
func (f *priceFile) read() (*prices.List, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, err := settings.ReadPrices(f.path)
	if err != nil {
		return nil, fmt.Errorf("%s %s can't be read: %w", f.setting, escape.Quote(filepath.Base(f.path)), err)
	}
	if f.list == nil || !bytes.Equal(data, f.data) {
		f.data, f.list = data, prices.ParseList(filepath.Base(f.path), data)
	}
	return f.list, nil
}

// reader returns the function that tools call, or nil if there is no file.
func (f *priceFile) reader() func() (*prices.List, error) {
	if f == nil {
		return nil
	}
	return f.read
}
