package main

import (
	"bytes"
	"encoding/binary"
)

// universal joins two macOS programs into one file that runs on either
// machine: a table of contents, and each program on a page of its own.
// https://developer.apple.com/library/archive/documentation/DeveloperTools/Conceptual/MachOTopics/
func universal(amd64, arm64 []byte) []byte {
	const pageBits = 14
	type row struct{ CPU, Subtype, Offset, Size, PageBits uint32 }
	first := uint32(1 << pageBits)
	second := first + (uint32(len(amd64))+1<<pageBits-1)>>pageBits<<pageBits
	var b bytes.Buffer
	for _, v := range []any{
		[2]uint32{0xcafebabe, 2},
		row{0x01000007, 3, first, uint32(len(amd64)), pageBits},
		row{0x0100000c, 0, second, uint32(len(arm64)), pageBits},
	} {
		_ = binary.Write(&b, binary.BigEndian, v) // writing to a buffer can't fail
	}
	all := make([]byte, int(second)+len(arm64))
	copy(all, b.Bytes())
	copy(all[first:], amd64)
	copy(all[second:], arm64)
	return all
}
