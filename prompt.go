package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/setup/profiles"
	"acronis-reports-mcp/setup/settings"
)

// prompter asks the user at the terminal. A question ends with its context, and leaves
// the terminal as it was.
type prompter struct {
	terminal *os.File
	errw     io.Writer
}

// newPrompter returns a prompter, or nil if there is no terminal.
func newPrompter(e *env) *prompter {
	if !terminal(e.in) {
		return nil
	}
	return &prompter{e.in.(*os.File), e.errw}
}

// await returns what get reads. If the context ends first, the terminal gets the mode
// that it had before.
func (p *prompter) await(ctx context.Context, get func() (string, error)) (string, error) {
	state, err := term.GetState(int(p.terminal.Fd()))
	if err != nil {
		return "", err
	}
	type reply struct {
		text string
		err  error
	}
	replies := make(chan reply, 1)
	go func() {
		text, err := get()
		replies <- reply{text, err}
	}()
	select {
	case <-ctx.Done():
		err := term.Restore(int(p.terminal.Fd()), state)
		fmt.Fprintln(p.errw)
		return "", errors.Join(errInterrupted, err)
	case r := <-replies:
		return strings.TrimSpace(r.text), r.err
	}
}

// line asks for a line.
func (p *prompter) line(ctx context.Context, question string) (string, error) {
	fmt.Fprint(p.errw, question)
	text, err := p.await(ctx, func() (string, error) { return readLine(p.terminal) })
	if errors.Is(err, io.EOF) {
		err = errors.New("the input ended")
	}
	return text, err
}

// readLine reads a line and nothing after it, because another question may follow.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < 4096; {
		n, err := r.Read(one)
		if n == 1 && one[0] == '\n' {
			return string(line), nil
		}
		line = append(line, one[:n]...)
		if err != nil {
			return string(line), err
		}
	}
	return "", errors.New("the line is too long")
}

// agrees asks a question that y answers with yes, and everything else with no.
func (p *prompter) agrees(ctx context.Context, question string) (bool, error) {
	reply, err := p.line(ctx, question+" [y/N] ")
	return strings.EqualFold(reply, "y") || strings.EqualFold(reply, "yes"), err
}

// dataCentres are some of the vendor's, as it names them in the descriptions of its APIs
// and in its public code. It has more, and doesn't publish a list.
var dataCentres = []string{
	"https://eu2-cloud.acronis.com", "https://eu8-cloud.acronis.com", "https://us-cloud.acronis.com", "https://au-cloud.acronis.com",
}

// dataCentre asks for a data centre until it gets one.
func (p *prompter) dataCentre(ctx context.Context, otherwise string) (string, error) {
	fmt.Fprintln(p.errw, "In which data centre is your API client? Your browser shows its address in the management portal.")
	for i, address := range dataCentres {
		fmt.Fprintf(p.errw, "  %d  %s\n", i+1, address)
	}
	for {
		reply, err := p.otherwise(ctx, "A number, or the address of another one", otherwise)
		if err != nil {
			return "", err
		}
		if n, err := strconv.Atoi(reply); err == nil {
			if n >= 1 && n <= len(dataCentres) {
				return dataCentres[n-1], nil
			}
			fmt.Fprintf(p.errw, "The numbers are 1 to %d.\n", len(dataCentres))
			continue
		}
		address, err := profiles.Address(reply)
		if err == nil {
			return address, nil
		}
		fmt.Fprintf(p.errw, "That %v.\n", err)
	}
}

// clientID asks for the id of an API client until it gets one. Its secret would be
// shown here, so that nothing but a UUID is accepted.
func (p *prompter) clientID(ctx context.Context, otherwise string) (string, error) {
	for {
		reply, err := p.otherwise(ctx, "Client id", otherwise)
		if err != nil {
			return "", err
		}
		if id, ok := acronis.ParseUUID(reply); ok {
			return id, nil
		}
		fmt.Fprintln(p.errw, "That is not the id of an API client, which is a UUID.")
	}
}

// otherwise asks for a line, for which an empty one means the default.
func (p *prompter) otherwise(ctx context.Context, question, usual string) (string, error) {
	if usual != "" {
		question += " [" + usual + "]"
	}
	reply, err := p.line(ctx, question+": ")
	if reply == "" {
		reply = usual
	}
	return reply, err
}

// secret asks for a secret until it gets one. The terminal stops to show what is typed
// before the question appears, and shows it again afterwards.
func (p *prompter) secret(ctx context.Context) (string, error) {
	raw := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{p.terminal, p.errw}, "")
	for {
		typed, err := p.await(ctx, func() (string, error) {
			state, err := term.MakeRaw(int(p.terminal.Fd()))
			if err != nil {
				return "", err
			}
			text, err := raw.ReadPassword("Secret (not shown): ")
			return text, errors.Join(err, term.Restore(int(p.terminal.Fd()), state))
		})
		if errors.Is(err, io.EOF) { // Ctrl-C, which in this mode is no signal, or Ctrl-D
			fmt.Fprintln(p.errw)
			err = errInterrupted
		}
		if err != nil {
			return "", err
		}
		secret, problem := settings.ReadSecret(strings.NewReader(typed))
		if problem == "" {
			if err = profiles.CheckSecret(secret); err == nil {
				return secret, nil
			}
			fmt.Fprintf(p.errw, "%v.\n", err)
			continue
		}
		fmt.Fprintf(p.errw, "What was typed %s.\n", problem)
	}
}
