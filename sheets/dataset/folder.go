package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"acronis-reports-mcp/sheets"
)

// A MixedError means that a folder has months that may not be mixed with others.
type MixedError struct{ Text string }

func (e *MixedError) Error() string { return e.Text }

// DataCentreOf returns the name of a data centre in paths, given its host name: the
// first part without -cloud, such as eu2.
func DataCentreOf(host string) string {
	label, _, _ := strings.Cut(strings.ToLower(host), ".")
	label = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, strings.TrimSuffix(label, "-cloud"))
	if strings.Trim(label, "-") == "" {
		return "unknown"
	}
	return label
}

// open opens the folder, and makes it if there is none.
func (d *Dataset) open() (*os.Root, error) {
	err := os.MkdirAll(d.Folder, 0o700)
	if err == nil {
		var root *os.Root
		if root, err = os.OpenRoot(d.Folder); err == nil {
			return root, nil
		}
	}
	return nil, &sheets.ReplaceError{Name: d.Folder, Err: err}
}

// part returns the path of a table's only file for a month.
func (d *Dataset) part(table, month string) string {
	return path.Join(table, "data_centre="+d.DataCentre, "month="+month, "part-0.csv.gz")
}

// manifests is the folder of the manifests.
const manifests = "manifests"

func (d *Dataset) manifestFolder() string { return path.Join(manifests, "data_centre="+d.DataCentre) }

// A manifest says what the files of a month were made from. It is written after
// them, so that files without a manifest that knows them are written again.
type manifest struct {
	Version      int     `json:"version"`
	Tenant       string  `json:"tenant_id"`
	Report       string  `json:"report_id"`
	Stored       string  `json:"stored_report_id"`
	Created      string  `json:"report_created_at"`
	ReportSHA256 string  `json:"report_sha256"`
	NoNames      bool    `json:"no_names"`
	Rows         int64   `json:"rows"`
	Rejected     int64   `json:"rejected"`
	Usage        fileSum `json:"usage"`
	RejectedFile fileSum `json:"rejected_rows"`

	Charges *chargesFile `json:"charges,omitempty"`
}

// A fileSum identifies the content of a file.
type fileSum struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// sameSource reports whether two manifests are of the same stored report, and have
// the same columns.
func (m manifest) sameSource(other manifest) bool {
	return m.Version == other.Version && m.Tenant == other.Tenant && m.Stored == other.Stored && m.Created == other.Created &&
		m.NoNames == other.NoNames
}

// kept returns the manifest of a month.
func (d *Dataset) kept(root *os.Root, month string) manifest {
	m, err := readManifest(root, path.Join(d.manifestFolder(), "month="+month+".json"))
	if err != nil {
		return manifest{}
	}
	return m
}

// has reports whether the rows of a month are those that its manifest describes.
func (d *Dataset) has(root *os.Root, month string, m manifest) bool {
	return is(root, d.part("usage", month), m.Usage) && is(root, d.part("rejected", month), m.RejectedFile)
}

// keep writes the manifest of a month.
func (d *Dataset) keep(root *os.Root, month string, m manifest) error {
	return replaceJSON(root, path.Join(d.manifestFolder(), "month="+month+".json"), m)
}

func readManifest(root *os.Root, name string) (m manifest, err error) {
	raw, err := root.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	return m, err
}

// is reports whether a file has a content.
func is(root *os.Root, name string, want fileSum) bool {
	file, err := root.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	hash := sha256.New()
	n, err := io.Copy(hash, file)
	return err == nil && n == want.Size && hex.EncodeToString(hash.Sum(nil)) == want.SHA256
}

// checkTenant refuses a folder that has months of another tenant: a customer's rows
// would be there twice.
func (d *Dataset) checkTenant(root *os.Root, tenant string) error {
	entries, err := fs.ReadDir(root.FS(), d.manifestFolder())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		m, readErr := readManifest(root, path.Join(d.manifestFolder(), e.Name()))
		if readErr == nil && m.Tenant != tenant {
			return &MixedError{fmt.Sprintf("the folder has months of tenant %s, and this is tenant %s: use a folder for each tenant", m.Tenant, tenant)}
		}
	}
	return err
}

// schema describes the tables for programs and people.
type schema struct {
	Version    int                 `json:"version"`
	Format     string              `json:"format"`
	Partitions []Column            `json:"partitions"`
	Tables     map[string][]Column `json:"tables"`
}

// keepSchema writes the description of the columns, unless the folder has it. A
// folder with another version is refused, because one table can't have both.
func keepSchema(root *os.Root) error {
	const name = "schema.json"
	raw, err := root.ReadFile(name)
	if err == nil {
		var kept schema
		if err := json.Unmarshal(raw, &kept); err != nil {
			return &MixedError{"schema.json in the folder can't be read: " + err.Error()}
		}
		if kept.Version != Version {
			return &MixedError{fmt.Sprintf("the folder has version %d of the columns, and this program writes version %d: use a new folder", kept.Version, Version)}
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return replaceJSON(root, name, schema{
		Version, "CSV with a header, UTF-8, compressed with gzip; text is in quotes, and an empty cell is no value", partitions,
		map[string][]Column{"usage": usageColumns, "rejected": rejectedColumns, "charges": chargeColumns},
	})
}

func replaceJSON(root *os.Root, name string, v any) error {
	return sheets.Replace(root, name, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	})
}
