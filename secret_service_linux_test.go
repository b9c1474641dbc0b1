package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"acronis-reports-mcp/acronis/simulator"
)

// keychainServer is gnome-keyring on a D-Bus of its own.
type keychainServer struct {
	t               *testing.T
	address, folder string // of the bus, and of both
	process         *os.Process
}

// newKeychain starts a D-Bus and an unlocked keychain on it.
func newKeychain(t *testing.T) *keychainServer {
	t.Helper()
	for _, name := range []string{"dbus-daemon", "dbus-send", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is missing; .ci/run keychain installs it", name)
		}
	}
	folder, err := os.MkdirTemp("", "bus") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	k := &keychainServer{t: t, folder: folder}
	bus := filepath.Join(folder, "bus.conf")
	if err := os.WriteFile(bus, []byte(fmt.Sprintf(busConfig, folder)), 0o600); err != nil {
		t.Fatal(err)
	}
	address, _ := k.start(exec.Command("dbus-daemon", "--config-file="+bus, "--nofork", "--print-address"))
	k.address = strings.TrimSpace(address)
	k.open("false", "--unlock")
	return k
}

// busConfig has no folders of services: the bus would start a second keychain for a
// question that comes before the first one is ready.
const busConfig = `<busconfig>
  <type>session</type>
  <listen>unix:path=%s/bus</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

// start starts a process, and returns its first line.
func (k *keychainServer) start(c *exec.Cmd) (line string, process *os.Process) {
	k.t.Helper()
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	if line, err = bufio.NewReader(out).ReadString('\n'); err != nil {
		k.t.Fatal(err)
	}
	return line, c.Process
}

// open starts the keychain, and waits until it says whether it is locked.
func (k *keychainServer) open(locked string, args ...string) {
	k.t.Helper()
	c := exec.Command("gnome-keyring-daemon", append(args, "--foreground", "--components=secrets", "--control-directory="+k.folder)...)
	c.Env = []string{"DBUS_SESSION_BUS_ADDRESS=" + k.address, "HOME=" + k.folder, "XDG_DATA_HOME=" + k.folder, "XDG_RUNTIME_DIR=" + k.folder, "PATH=" + os.Getenv("PATH")}
	c.Stdin = strings.NewReader("password of the keychain")
	_, k.process = k.start(c)

	ctx, cancel := context.WithTimeout(k.t.Context(), time.Minute)
	defer cancel()
	for {
		c := exec.CommandContext(ctx, "dbus-send", "--bus="+k.address, "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets/aliases/default",
			"org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", "string:Locked")
		switch out, err := c.Output(); {
		case strings.Contains(string(out), "boolean "+locked):
			return
		case ctx.Err() != nil:
			k.t.Fatalf("the keychain isn't ready: %s, %v", out, err)
		}
	}
}

// signal sends a signal to the keychain.
func (k *keychainServer) signal(sent syscall.Signal) {
	k.t.Helper()
	if err := k.process.Signal(sent); err != nil {
		k.t.Fatal(err)
	}
}

// TestSecretService stores a secret in a real Secret Service, uses and removes it.
func TestSecretService(t *testing.T) {
	keychain := newKeychain(t)
	settings := newHome(t)
	settings["DBUS_SESSION_BUS_ADDRESS"] = keychain.address
	center := simulated(t, nil)["ACRONIS_BASE_URL"]
	login := func() {
		s := inTerminal(t, settings, "login", "--profile", "europe")
		s.enter("another one: ", center+"\n")
		s.enter("Client id: ", simulator.ClientID+"\n")
		s.enter("Secret (not shown): ", simulator.ClientSecret+"\n")
		s.expect("The profile europe is stored, and its secret is in the keychain.")
		if status := s.end(); status != 0 || strings.Contains(s.shown.String(), simulator.ClientSecret) {
			t.Errorf("status %d: %s", status, &s.shown)
		}
	}
	run := func(want int, text string, args ...string) {
		t.Helper()
		s := inTerminal(t, settings, args...)
		s.expect(text)
		if status := s.end(); status != want {
			t.Errorf("%v: status %d: %s", args, status, &s.shown)
		}
	}
	login()
	wantUnmarkedSecret(t, settings["HOME"])
	run(0, `"version": 1`, "--profile", "europe", "call", "get_report_version", "report_id="+guideID)
	run(0, "can be read from the keychain", "doctor", "--profile", "europe")
	run(0, "secret in the keychain", "profiles")

	p, err := folderOf(settings).Read("europe") // changed by hand
	if err != nil {
		t.Fatal(err)
	}
	p.BaseURL = "http://localhost:9"
	if err := folderOf(settings).Write(p); err != nil {
		t.Fatal(err)
	}
	run(1, "the keychain has no secret of the profile europe for http://localhost:9", "--profile", "europe", "call", "find_tenants")
	p.BaseURL = center
	if err := folderOf(settings).Write(p); err != nil {
		t.Fatal(err)
	}

	keychain.signal(syscall.SIGSTOP)
	run(1, "the keychain did not answer within 3s", "--profile", "europe", "call", "find_tenants")
	run(1, "the keychain did not answer within 3s; when it answers, log out again", "logout", "--profile", "europe")
	keychain.signal(syscall.SIGCONT)
	run(0, "The API client "+simulator.ClientID+" still exists", "logout", "--profile", "europe")
	if err := folderOf(settings).Write(p); err != nil {
		t.Fatal(err)
	}
	run(1, "the keychain has no secret of the profile europe", "--profile", "europe", "call", "find_tenants")

	keychain.signal(syscall.SIGKILL)
	keychain.open("true")
	run(1, "because the keychain is locked", "--profile", "europe", "call", "find_tenants")
}

// wantUnmarkedSecret looks for the simulator's secret in all files of a folder.
func wantUnmarkedSecret(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), simulator.ClientSecret) {
			t.Errorf("the secret is in %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
