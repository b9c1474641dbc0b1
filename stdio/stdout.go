package stdio

import "os"

// TakeStdout returns the process's standard output for frames alone, and lets
// everything else that is written there, by a stray fmt.Println or by a
// library that writes to file descriptor 1, go to standard error. On systems
// other than Linux and macOS only what goes through [os.Stdout] is diverted.
// Call it once, at the start.
func TakeStdout() (*os.File, error) {
	out, err := takeStdout()
	if err != nil {
		return nil, err
	}
	os.Stdout = os.Stderr
	return out, nil
}
