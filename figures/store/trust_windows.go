package store

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

// checkOwn is [checkOwner]: mode bits don't say who can write.
func checkOwn(path string, info fs.FileInfo) error { return checkOwner(path, info) }

// checkOwner returns a [*TrustError] if a folder or file belongs to another user.
// What administrators create may belong to all of them.
func checkOwner(path string, _ fs.FileInfo) error {
	security, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	owner, _, err := security.Owner()
	if err != nil {
		return err
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	if owner.Equals(user.User.Sid) || owner.IsWellKnown(windows.WinBuiltinAdministratorsSid) {
		return nil
	}
	return &TrustError{path, "it belongs to another user (" + owner.String() + ")", `takeown /f "` + path + `"`}
}

// checkAbove, checkLinks and checkUnread find nothing on Windows.
func checkAbove(string, fs.FileInfo) error { return nil }

func checkLinks(string, fs.FileInfo) error { return nil }

func checkUnread(string, fs.FileInfo) error { return nil }
