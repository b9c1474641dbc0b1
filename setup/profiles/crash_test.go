package profiles

import (
	"os"
	"testing"

	"acronis-reports-mcp/setup/settings"
)

// A login that is killed may leave a file with the secret beside the one that it was to
// replace. Whatever stores or removes the secret later removes that file.
func TestNoSecretIsLeftAfterACrash(t *testing.T) {
	folder, p := profileIn(t, inFile(t))
	for name, act := range map[string]func() error{
		"stored again": func() error { return folder.StoreSecret(t.Context(), p, "MARKED-SECRET") },
		"removed":      func() error { _, err := p.RemoveSecret(t.Context()); return err },
		"not found":    func() error { _, err := p.RemoveSecret(t.Context()); return err },
	} {
		p.SecretFile = folder.SecretFile(p.Name)
		partial := settings.PartialName(p.SecretFile)
		if err := os.WriteFile(partial, []byte("MARKED-SECRET"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := act(); err != nil || settings.Exists(partial) {
			t.Errorf("%s: %v, and the file is still there: %v", name, err, settings.Exists(partial))
		}
	}
}
