package store

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"sync"
	"time"
)

// fileName returns the name of the file of a stored report.
func fileName(id string) string { return id + ".gz" }

// ownName matches the names of stored reports, of the index and of their partial
// files. Its groups are "index.json" and ".1.part" of these, otherwise empty.
var ownName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.gz|(index\.json))(\.[0-9]+\.part)?$`)
})

// partialFor is how long a partial file is kept, and a whole one that isn't in the
// index, because another process may still be downloading or searching it.
const partialFor = 24 * time.Hour

// evict removes what a crash left and, while the total size is too large, the
// oldest files. It keeps the file with the given name, and all other
// files in the folder.
func (f *Files) evict(root *os.Root, name string) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return
	}
	indexed, _ := readIndex(root)
	var files []fs.FileInfo
	total := int64(0)
	for _, e := range entries {
		info, err := e.Info()
		own := ownName().FindStringSubmatch(e.Name())
		if err != nil || own == nil || !info.Mode().IsRegular() {
			continue
		}
		_, known := indexed[e.Name()]
		left := own[2] != "" || own[1] == "" && !known && f.Folder != "" && e.Name() != name
		switch {
		case left && time.Since(info.ModTime()) > partialFor && root.Remove(e.Name()) == nil:
			continue
		case own[1] == "" && own[2] == "":
			files = append(files, info)
		}
		total += info.Size()
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range files {
		if total <= maxBytes {
			return
		}
		if info.Name() != name && f.remove(root, info.Name()) {
			total -= info.Size()
		}
	}
}
