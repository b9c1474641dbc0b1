package store_test

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
)

// slow makes the next download arrive byte by byte.
func (s september) slow() {
	s.dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SeptemberReportID + "/stored/", Trickle: time.Millisecond})
}

func (s september) start(ctx context.Context, t *testing.T, files *store.Files) *store.File {
	t.Helper()
	file, err := files.Open(ctx, s.client, simulator.SeptemberReportID, s.stored, func(here, size int64) {})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A file can be read while it arrives. Its end comes only with the whole file.
func TestReadWhileArriving(t *testing.T) {
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{Folder: privateFolder(t)}
		defer files.Close()
		s.slow()
		file := s.start(t.Context(), t, files)
		defer file.Close()
		begin := time.Now()
		if _, err := io.ReadFull(file, make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took > 100*time.Millisecond || file.SHA256 != "" {
			t.Errorf("ten bytes took %v, and the hash is %q", took, file.SHA256)
		}
		checkNames(t, files.Folder, contents(t, files.Folder)[0].Name()) // the partial file
		if n, err := io.Copy(io.Discard, file); n+10 != s.stored.Size || err != nil {
			t.Errorf("%d bytes of %d, %v", n+10, s.stored.Size, err)
		}
		if valid, err := file.Wait(); !valid || err != nil || file.SHA256 == "" {
			t.Errorf("%v, %v, hash %q", valid, err, file.SHA256)
		}
		checkNames(t, files.Folder, name)
	})
}

// Several calls read one download. It goes on when the first one gives up, and
// ends when all have.
func TestJoinedDownload(t *testing.T) {
	for _, patient := range []bool{true, false} {
		simulate(t, func(t *testing.T, s september) {
			files := &store.Files{Folder: privateFolder(t)}
			defer files.Close()
			s.slow()
			short, cancel := context.WithCancel(t.Context())
			first := s.start(short, t, files)
			var calls sync.WaitGroup
			calls.Go(func() {
				if _, err := first.Wait(); !errors.Is(err, context.Canceled) {
					t.Errorf("the first call: %v", err)
				}
				first.Close()
			})
			ctx := t.Context()
			if !patient {
				ctx = short
			}
			second := s.start(ctx, t, files)
			time.Sleep(50 * time.Millisecond) // of the bubble
			cancel()
			_, err := second.Wait()
			second.Close()
			calls.Wait()
			if patient != (err == nil) || s.downloads() != 1 {
				t.Errorf("%v, %v after %d downloads", patient, err, s.downloads())
			}
			synctest.Wait()
			if patient {
				checkNames(t, files.Folder, name)
			} else {
				checkNames(t, files.Folder)
			}
		})
	}
}

// A download that fails ends all readers with its error, and leaves no file.
func TestFailedDownload(t *testing.T) {
	simulate(t, func(t *testing.T, s september) {
		files := &store.Files{Folder: privateFolder(t)}
		defer files.Close()
		s.dc.Inject(simulator.Fault{Path: "/api/2/reports/" + simulator.SeptemberReportID + "/stored/", Cut: simulator.CutInBody, Times: 3})
		file := s.start(t.Context(), t, files)
		_, readErr := io.Copy(io.Discard, file)
		_, err := file.Wait()
		if failed := (*acronis.Error)(nil); readErr == nil || !errors.As(err, &failed) || failed.Attempts != 3 || file.SHA256 != "" {
			t.Errorf("%v, %v, hash %q", readErr, err, file.SHA256)
		}
		file.Close() // on some disks of Windows the name stays until then
		checkNames(t, files.Folder)
	})
}
