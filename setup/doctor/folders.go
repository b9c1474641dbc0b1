package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/setup/settings"
)

// folderFindings tries to write to the folders that tools use, and leaves nothing
// there.
func folderFindings(s *settings.Settings) []Finding {
	export, cache := skip("not set: export_usage is off"), ok("not set: reports are kept in a temporary folder until the program ends")
	switch {
	case s.Refused("--export-dir"), s.Refused("ACRONIS_EXPORT_DIR"):
		export = skip("skipped because settings did not pass")
	case s.ExportDir != "":
		export = folderFinding(s.ExportDir)
	}
	switch {
	case s.Refused("--cache"), s.Refused("ACRONIS_CACHE"):
		cache = skip("skipped because settings did not pass")
	case s.CacheDir != "":
		cache = cacheFinding(s.CacheDir)
	}
	return []Finding{named("export folder", export), named("cache folder", cache), named("temporary folder", temporaryFinding(s))}
}

// temporaryFinding does what a download does if there is no cache folder. The
// system's temporary folder must exist: it is not created.
func temporaryFinding(s *settings.Settings) Finding {
	if s.CacheDir != "" {
		return skip("not needed: reports are kept in the cache folder")
	}
	tried, err := os.MkdirTemp("", "acronis-reports-")
	if err == nil {
		err = os.Remove(tried)
	}
	if err != nil {
		return fail("set TMPDIR (on Windows: TMP) to a writable folder, or use --cache", "cannot be written to: %v", settings.WithoutPath(err))
	}
	return ok("can be written to")
}

func cacheFinding(folder string) Finding {
	f := folderFinding(folder)
	if trust := (*store.TrustError)(nil); f.Status == "ok" && errors.As(store.Check(folder), &trust) {
		return fail(trust.Fix+", or use another folder", "another user could change the figures, because of %s: %s", trust.Path, trust.Problem)
	}
	return f
}

func folderFinding(folder string) Finding {
	if err := usable(folder); err != nil {
		return unusable(err)
	}
	if settings.Exists(folder) { // otherwise it may be a secret in the wrong place
		return ok("%s", folder)
	}
	return ok("does not exist yet; it is created when needed")
}

func unusable(err error) Finding {
	return fail("make this folder writable, or use another", "cannot be written to: %v", settings.WithoutPath(err))
}

// usable creates and removes something in a folder. If the folder does not exist
// yet, it uses the nearest existing one above.
func usable(folder string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(folder); err == nil {
			return errors.New("it is a broken link")
		}
		if above := filepath.Dir(folder); above != folder {
			return usable(above)
		}
		return err
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New("it is not a directory")
	}
	tried, err := os.MkdirTemp(folder, "acronis-reports-")
	if err != nil {
		return err
	}
	return os.Remove(tried)
}
