//go:build !unix

package main

import (
	"context"
	"errors"
)

func (b *bench) writeProfile(context.Context) error {
	return errors.New("-profile needs Linux or macOS")
}
