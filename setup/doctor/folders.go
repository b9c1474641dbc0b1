package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/setup/settings"
)

// folderFindings tries the folders that tools write to, and leaves nothing there.
func folderFindings(s *settings.Settings) []Finding {
	export, cache := skip("none given: export_usage is off"), ok("none given: a private temporary one, until the program ends")
	switch {
	case s.Refused("--export-dir"), s.Refused("ACRONIS_EXPORT_DIR"):
		export = skip("not tried: it waits for settings")
	case s.ExportDir != "":
		export = folderFinding(s.ExportDir)
	}
	switch {
	case s.Refused("--cache"), s.Refused("ACRONIS_CACHE"):
		cache = skip("not tried: it waits for settings")
	case s.CacheDir != "":
		cache = cacheFinding(s.CacheDir)
	}
	return []Finding{named("export folder", export), named("cache folder", cache), named("temporary folder", temporaryFinding(s))}
}

// temporaryFinding tries what downloads do without a cache folder. The system's
// temporary folder must be there; nobody makes it.
func temporaryFinding(s *settings.Settings) Finding {
	if s.CacheDir != "" {
		return skip("not needed: reports are kept in the cache folder")
	}
	tried, err := os.MkdirTemp("", "acronis-reports-")
	if err == nil {
		err = os.Remove(tried)
	}
	if err != nil {
		return fail("set TMPDIR (on Windows: TMP) to a folder that you may write to, or give --cache", "can't be written to: %v", settings.WithoutPath(err))
	}
	return ok("can be written to")
}

func cacheFinding(folder string) Finding {
	f := folderFinding(folder)
	if err := store.CheckPrivate(folder); err != nil && f.Status == "ok" && settings.Exists(folder) {
		return fail("do that, or give another folder", "%v", err)
	}
	return f
}

func folderFinding(folder string) Finding {
	if err := usable(folder); err != nil {
		return unusable(err)
	}
	if settings.Exists(folder) { // else it may be a secret in the wrong place
		return ok("%s", folder)
	}
	return ok("will be made when it is needed")
}

func unusable(err error) Finding {
	return fail("make it a folder that you may write to, or give another", "can't be written to: %v", settings.WithoutPath(err))
}

// usable tries to make something in a folder or, where it is still to be made,
// in the nearest one above it.
func usable(folder string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(folder); err == nil {
			return errors.New("it is a link to nowhere")
		}
		if above := filepath.Dir(folder); above != folder {
			return usable(above)
		}
		return err
	case err != nil:
		return err
	case !info.IsDir():
		return syscall.ENOTDIR
	}
	tried, err := os.MkdirTemp(folder, "acronis-reports-")
	if err != nil {
		return err
	}
	return os.Remove(tried)
}
