package stdio

import "os"

// TakeStdout returns the standard output of the process, and redirects everything else
// that is written there to standard error: a stray fmt.Println must not end up between
// protocol messages. On Linux and macOS it redirects file descriptor 1, elsewhere only
// [os.Stdout]. Call it once, at the start of the program.
func TakeStdout() (*os.File, error) {
	out, err := takeStdout()
	if err != nil {
		return nil, err
	}
	os.Stdout = os.Stderr
	return out, nil
}
