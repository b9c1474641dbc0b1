package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/windows"
)

// ownConsole gives a program a console that it shares with no other.
var ownConsole = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_CONSOLE, HideWindow: true}

// interruptEnv is the variable that makes this test binary press Ctrl-C in the console
// of a process.
const interruptEnv = "ACRONIS_REPORTS_MCP_TEST_INTERRUPT"

func init() {
	id := os.Getenv(interruptEnv)
	if id == "" {
		return
	}
	if err := interrupt(id); err != nil {
		panic(err)
	}
	os.Exit(0)
}

// interrupt presses Ctrl-C. A process has one console at a time, so this one leaves its
// own.
func interrupt(id string) error {
	process, err := strconv.Atoi(id)
	if err != nil {
		return err
	}
	kernel := windows.NewLazySystemDLL("kernel32.dll")
	_, _, _ = kernel.NewProc("FreeConsole").Call() // it may have none
	if done, _, err := kernel.NewProc("AttachConsole").Call(uintptr(process)); done == 0 {
		return err
	}
	if done, _, err := kernel.NewProc("SetConsoleCtrlHandler").Call(0, 1); done == 0 { // this process goes on
		return err
	}
	return windows.GenerateConsoleCtrlEvent(windows.CTRL_C_EVENT, 0)
}

// stops are the ways to ask a program to end.
var stops = map[string]func(*os.Process) error{
	"Ctrl-C": func(p *os.Process) error {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		c := exec.Command(self)
		c.Env = append(os.Environ(), interruptEnv+"="+strconv.Itoa(p.Pid))
		if out, err := c.CombinedOutput(); err != nil {
			return errors.Join(err, fmt.Errorf("%s", out))
		}
		return nil
	},
}
