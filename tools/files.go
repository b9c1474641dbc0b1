package tools

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// mostKept is how many bytes of stored reports are kept, packed as they come.
const mostKept = 2 << 30

// Files keeps stored reports that were downloaded: once saved, they never
// change. Its zero value keeps them in a private temporary folder.
type Files struct {
	// Folder keeps them across runs; "" means until Close.
	Folder string

	mu        sync.Mutex
	closed    bool
	root      *os.Root
	temporary string
	busy      map[string]chan struct{} // by stored report: locks that end with a context
	checked   map[string]checked       // by stored report, files whose bytes were hashed in this run
}

// checked is what a file was like when it was hashed.
type checked struct {
	sum      string // sha256
	size     int64
	modified time.Time
}

// Close removes what was kept for this run only.
func (f *Files) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.root != nil {
		f.root.Close()
	}
	if f.temporary == "" {
		return nil
	}
	return os.RemoveAll(f.temporary)
}

// open opens the folder at its first use.
func (f *Files) open() (*os.Root, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed { // a call outlived the program's work: it must leave nothing behind
		return nil, fs.ErrClosed
	}
	if f.root != nil {
		return f.root, nil
	}
	folder, err := f.Folder, error(nil)
	if folder == "" {
		if folder, err = os.MkdirTemp("", "acronis-reports-"); err != nil {
			return nil, err
		}
		f.temporary = folder
	} else if err = errors.Join(os.MkdirAll(folder, 0o700), CheckPrivate(folder)); err != nil {
		return nil, err
	}
	f.busy, f.checked = map[string]chan struct{}{}, map[string]checked{}
	f.root, err = os.OpenRoot(folder)
	return f.root, err
}

var errShared = errors.New("others may write to the folder, and what they put there would be taken for stored reports: chmod go-w")

// CheckPrivate refuses a folder that others may write to. On Windows there are no
// mode bits to tell.
func CheckPrivate(folder string) error {
	info, err := os.Stat(folder)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return errShared
	}
	return err
}

// lock waits until nobody else fetches the same stored report.
func (f *Files) lock(ctx context.Context, id string) (unlock func(), err error) {
	f.mu.Lock()
	turn, ok := f.busy[id]
	if !ok {
		turn = make(chan struct{}, 1)
		f.busy[id] = turn
	}
	f.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A keptFile is a stored report on disk, ready to be read, and its sha256.
type keptFile struct {
	*os.File
	sum string
}

// storedFile opens a stored report, downloading it if that hasn't been done.
func (s *service) storedFile(ctx context.Context, reportID string, stored acronis.StoredReport) (keptFile, error) {
	id, ok := acronis.ParseUUID(stored.ID)
	if !ok { // it becomes the name of a file
		return keptFile{}, refused("The data centre gave this stored report an id that is no UUID: " + escape.Quote(stored.ID) + ". It can't be downloaded.")
	}
	root, err := s.Files.open()
	if err != nil {
		return keptFile{}, notKept(err)
	}
	name := fileNameOf(id)
	unlock, err := s.Files.lock(ctx, name)
	if err != nil {
		return keptFile{}, err
	}
	defer unlock()
	file, err := s.Files.kept(root, name, stored.Size)
	if err == nil {
		return file, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return keptFile{}, notKept(err)
	}
	if err := s.download(ctx, root, reportID, stored, name); err != nil {
		return keptFile{}, err
	}
	if file, err = s.Files.kept(root, name, 0); err != nil {
		return keptFile{}, notKept(err)
	}
	s.Files.makeRoom(root, name)
	return file, nil
}

func notKept(err error) error {
	if errors.Is(err, errShared) {
		return refused("Stored reports can't be kept in the folder of --cache: " + err.Error() + ". The person has to do that, or give another folder.")
	}
	return refused("The stored report can't be kept on this computer's disk: " + escape.Quote(err.Error()) +
		". The person has to make room or name another folder (--cache, or the system's temporary folder).")
}

// download writes to a partial file first, so that a kept file is always whole.
func (s *service) download(ctx context.Context, root *os.Root, reportID string, stored acronis.StoredReport, name string) (err error) {
	partial := fmt.Sprintf("%s.%d.part", name, time.Now().UnixNano()) // others may use the folder too
	file, err := root.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return notKept(err)
	}
	defer root.Remove(partial)
	arriving := &arriving{ctx: ctx, file: file, size: stored.Size, told: time.Now()}
	err = s.Client.DownloadStoredReport(ctx, reportID, stored.ID, func() (io.Writer, error) {
		arriving.here = 0
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		return arriving, file.Truncate(0)
	})
	if closeErr := file.Close(); closeErr != nil {
		err = errors.Join(err, fmt.Errorf("%w: %w", acronis.ErrNotKept, closeErr))
	}
	if err != nil {
		if errors.Is(err, errTooMuch) {
			return errTooMuch
		}
		if errors.Is(err, acronis.ErrNotKept) {
			return notKept(err)
		}
		return err
	}
	if err := root.Rename(partial, name); err != nil {
		return notKept(err)
	}
	return nil
}

// errTooMuch is why a download is given up that goes past mostKept.
const errTooMuch refused = "This stored report is larger than 2 GiB in gzip, more than this server reads. Make reports of fewer tenants or a shorter period."

// arriving writes a download to its file, tells how far it has come, and
// refuses to go past mostKept.
type arriving struct {
	ctx        context.Context
	file       *os.File
	here, size int64
	told       time.Time
}

func (a *arriving) Write(p []byte) (int, error) {
	if a.here += int64(len(p)); a.here > mostKept {
		return 0, errTooMuch
	}
	if time.Since(a.told) >= progressEvery {
		a.told = time.Now()
		tell(a.ctx, float64(a.here), float64(max(a.size, a.here)), fmt.Sprintf("%d KiB of the report are here", a.here>>10))
	}
	return a.file.Write(p)
}

// kept opens a file and hashes it, unless it is as it was when that was done in
// this run. One of another size than it should have, where that is known, is none.
func (f *Files) kept(root *os.Root, name string, size int64) (keptFile, error) {
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() { // opening might follow it or wait for ever
		err = fmt.Errorf("%s is no regular file", name)
	}
	if err != nil {
		return keptFile{}, err
	}
	f.mu.Lock()
	known := f.checked[name]
	f.mu.Unlock()
	if known.size == info.Size() && known.modified.Equal(info.ModTime()) {
		file, err := root.Open(name)
		return keptFile{file, known.sum}, err
	}
	if size > 0 && info.Size() != size {
		return keptFile{}, fs.ErrNotExist
	}
	file, err := root.Open(name)
	if err != nil {
		return keptFile{}, err
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	if _, seekErr := file.Seek(0, io.SeekStart); err != nil || seekErr != nil {
		file.Close()
		return keptFile{}, errors.Join(err, seekErr)
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	f.mu.Lock()
	f.checked[name] = checked{sum, info.Size(), info.ModTime()}
	f.mu.Unlock()
	return keptFile{file, sum}, nil
}

// drop forgets a file that turned out to be broken.
func (f *Files) drop(storedID string) {
	root, err := f.open()
	id, ok := acronis.ParseUUID(storedID)
	if err != nil || !ok {
		return
	}
	name := fileNameOf(id)
	f.mu.Lock()
	delete(f.checked, name)
	f.mu.Unlock()
	_ = root.Remove(name) // tried again with the next answer
}

// fileNameOf is what a stored report with this id is called.
func fileNameOf(id string) string { return id + ".gz" }

// keptName is what kept files are called, and with a group that isn't empty
// partial ones.
var keptName = regexp.MustCompile(`^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.gz(\.[0-9]+\.part)?$`)

// leftAlone is how long a partial file may be somebody's who still downloads.
const leftAlone = 24 * time.Hour

// makeRoom removes partial files that a crash left, and the oldest files while
// there are too many, all but the one just fetched.
func (f *Files) makeRoom(root *os.Root, but string) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return
	}
	var files []fs.FileInfo
	total := int64(0)
	for _, e := range entries {
		info, err := e.Info()
		ours := keptName.FindStringSubmatch(e.Name())
		switch {
		case err != nil || ours == nil || !info.Mode().IsRegular(): // somebody else's
			continue
		case ours[1] == "":
			files = append(files, info)
		case time.Since(info.ModTime()) > leftAlone && root.Remove(e.Name()) == nil:
			continue
		}
		total += info.Size()
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range files {
		if total <= mostKept {
			return
		}
		if info.Name() != but && root.Remove(info.Name()) == nil {
			total -= info.Size()
			f.mu.Lock()
			delete(f.checked, info.Name())
			f.mu.Unlock()
		}
	}
}
