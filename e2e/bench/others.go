package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// duckDBModule is where npm ci puts the package.
const duckDBModule = "e2e/node_modules/@duckdb/node-api"

// installed reports whether DuckDB can be measured.
func installed() bool {
	_, err := os.Stat(duckDBModule)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench: DuckDB is not measured. To install it: npm ci in e2e")
	}
	return err == nil
}

// askDuckDB puts questions about a file to a new process of DuckDB. It returns the
// times in milliseconds, without those of its start, and the peak of its resident
// memory. Without the package it returns nothing; see installed.
func (b *bench) askDuckDB(ctx context.Context, sheet string, questions ...question) (took values, memory float64, err error) {
	if !b.duckDB {
		return nil, 0, nil
	}
	var queries []string
	for _, q := range questions {
		queries = append(queries, strings.ReplaceAll(q.sql, "FILE", "read_csv('"+sheet+"')"))
	}
	replies, memory, err := b.queryDuckDB(ctx, queries...)
	for _, r := range replies {
		took = append(took, r.Took)
	}
	return took, memory, err
}

// A duckDBReply is what e2e/bench/duckdb.js answers.
type duckDBReply struct {
	Took float64 // milliseconds
	Rows [][]any // the first ones
}

// queryDuckDB puts queries to a new process of DuckDB, and returns the replies and the
// peak of its resident memory.
func (b *bench) queryDuckDB(ctx context.Context, queries ...string) (replies []duckDBReply, memory float64, err error) {
	cmd := exec.CommandContext(ctx, "node", "e2e/bench/duckdb.js")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, 0, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, 0, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	defer func() { in.Close(); cmd.Wait() }()
	ask, answers := json.NewEncoder(in), json.NewDecoder(out)
	for _, q := range queries {
		if err := ask.Encode(q); err != nil {
			return nil, 0, err
		}
		var one duckDBReply
		if err := answers.Decode(&one); err != nil {
			return nil, 0, fmt.Errorf("DuckDB: %w", err)
		}
		replies = append(replies, one)
	}
	return replies, peak(cmd.Process.Pid), nil
}

// zcat unpacks a file, and returns the time in milliseconds and the peak of the
// resident memory, as seen while it runs. Without zcat it returns nothing.
func zcat(ctx context.Context, sheet string) (took values, memory float64, err error) {
	cmd := exec.CommandContext(ctx, "gzip", "-dc", sheet) // which zcat runs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, 0, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, 0, nil // not installed
	}
	_, err = io.CopyN(io.Discard, out, 1<<16)
	memory = peak(cmd.Process.Pid)
	if err == nil || err == io.EOF {
		_, err = io.Copy(io.Discard, out)
	}
	if waitErr := cmd.Wait(); err == nil {
		err = waitErr
	}
	return values{milliseconds(time.Since(begin))}, memory, err
}
