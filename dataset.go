package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/client"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/tools"
)

// forDataset lets the server write a dataset to a folder. It creates reports only
// with --create. It returns the server's options.
func (e *env) forDataset(f datasetFlags) (o tools.Options, err error) {
	if len(e.Problems) > 0 {
		return o, errors.New(explain(e.Problems))
	}
	folder, err := e.Path(f.out)
	if err != nil {
		return o, wrongUsage("--out %w", err)
	}
	o = e.options
	o.ExportDir, o.NoNames = folder, f.noNames
	if !f.create {
		o.Access = acronis.Read
	}
	e.server.MCP = tools.NewServer(o)
	return o, nil
}

// keepDataset brings the months of a dataset up to date, one after the other, and
// prints a line for each.
func keepDataset(ctx context.Context, e *env) error {
	f, err := parseDatasetFlags(e.Flags.Args)
	if err != nil {
		return wrongUsage("%w", err)
	}
	served, err := e.forDataset(f)
	if err != nil {
		return err
	}
	if e.Profile != nil { // each month would wait for a keychain that doesn't answer
		unread := (*acronis.SecretError)(nil)
		if err := e.options.Client.Authenticate(ctx); errors.As(err, &unread) {
			return fmt.Errorf("nothing was written, because %w", unread.Err)
		}
	}
	defer removeStaleLater()()
	c, err := connect(ctx, e.server, e.Version)
	if err != nil {
		return err
	}
	defer c.Close()
	k := keeper{ctx, c, e, served, f.tenant, f.create, map[string]bool{}, 0}
	return k.keep(f.months)
}

// A keeper brings months up to date and prints a line for each.
type keeper struct {
	ctx    context.Context
	client *client.Client
	*env
	served  tools.Options // of the server that writes the dataset
	tenant  string
	create  bool
	partial map[string]bool // months whose reports don't list each customer
	status  int             // the exit status so far
}

// keep writes the months that have a report, and then those whose reports must be
// created or waited for: all of them at the same time, because each takes minutes.
func (k *keeper) keep(months []string) error {
	var missing []string
	for _, month := range months {
		if month >= time.Now().UTC().Format(monthLayout) {
			k.report(month, "not over yet", statusTryLater)
			continue
		}
		k.busy(month)
		switch text, err := k.export(month); {
		case k.ctx.Err() != nil:
			return errInterrupted
		case err != nil:
			missing = append(missing, month)
			k.partial[month] = strings.Contains(err.Error(), tools.WithoutCustomers)
		default:
			k.report(month, text, 0)
		}
	}
	for batch := range slices.Chunk(missing, maxPrepared) {
		if err := k.prepare(batch); err != nil {
			return err
		}
	}
	if k.status != 0 {
		return exitError{status: k.status}
	}
	return nil
}

// maxPrepared is how many months a call of prepare_months may have.
const maxPrepared = 24

// prepare finds or creates the reports of months, and writes those that are ready.
// With a price list, these are the reports of the user's own tenant, which charges are
// computed from, and which have the rows of all tenants.
func (k *keeper) prepare(months []string) error {
	k.busy(months[0])
	var out struct {
		Months []struct{ Month, Status, Problem string }
	}
	tenant := k.tenant
	if k.options.PriceList != nil {
		tenant = ""
	}
	err := k.call("prepare_months", tenant, map[string]any{"months": months}, &out)
	if err != nil {
		for _, month := range months {
			k.report(month, "failed: "+err.Error(), statusFailed)
		}
	}
	for _, m := range out.Months {
		switch m.Status {
		case "ready":
			k.busy(m.Month)
			if text, err := k.export(m.Month); err != nil {
				k.report(m.Month, "failed: "+err.Error(), statusFailed)
			} else {
				k.report(m.Month, text, 0)
			}
		case "in_progress", "not_ready":
			k.report(m.Month, "not ready yet: run this again later", statusTryLater)
		case "needs_write":
			if tools.DatasetKeeps(k.ctx, k.served, k.tenant, m.Month) {
				k.report(m.Month, "kept: its report no longer exists", 0)
				continue
			}
			k.report(m.Month, k.missing(m.Month), statusFailed)
		default:
			k.report(m.Month, "failed: "+cmp.Or(m.Problem, m.Status), statusFailed)
		}
	}
	if k.ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}

// missing says why a month has no report that can be used, and what lets the command
// create one.
func (k *keeper) missing(month string) string {
	text := "missing: "
	if k.partial[month] {
		text += "its report " + tools.WithoutCustomers + ". To create another, use "
	} else {
		text += "to create its report, use "
	}
	var needs []string
	if k.options.Access < acronis.Write {
		needs = append(needs, "--access write")
	}
	if !k.create {
		needs = append(needs, "--create after dataset")
	}
	return text + strings.Join(needs, ", and ")
}

// busy shows on a terminal which month is being written.
func (k *keeper) busy(month string) {
	if terminal(k.errw) {
		fmt.Fprintf(k.errw, "%s …\r", month)
	}
}

// report prints what happened to a month. A failure matters more than a month that
// isn't ready.
func (k *keeper) report(month, text string, status int) {
	if k.status != statusFailed && status != 0 {
		k.status = status
	}
	fmt.Fprintf(k.out, "%s %s\n", month, text)
}

// export writes a month, unless it is there already, and returns what it did.
func (k *keeper) export(month string) (string, error) {
	var out struct {
		Rows                int64
		Unchanged, Warnings []string
	}
	if err := k.call("export_usage", k.tenant, map[string]any{"months": []string{month}, "layout": "dataset"}, &out); err != nil {
		return "", err
	}
	if len(out.Unchanged) > 0 {
		return "unchanged", nil
	}
	return strings.Join(append([]string{fmt.Sprintf("written, %d rows", out.Rows)}, out.Warnings...), ". "), nil
}

// call calls a tool for a tenant, "" for the user's own, and decodes its structured
// content.
func (k *keeper) call(tool, tenant string, arguments map[string]any, out any) error {
	if tenant != "" {
		arguments["tenant"] = tenant
	}
	content, err := structuredContent(k.ctx, k.client, tool, arguments)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, out)
}
