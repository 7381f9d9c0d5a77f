// Package jsonlines lets a program answer questions that come as JSON objects, one a line.
package jsonlines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// Answer reads objects from standard input, lets answer add to each, and writes them to standard output. It ends the
// program with status 1 at the first error.
func Answer[Object any](answer func(*Object) error) {
	if err := answerAll(answer); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerAll[Object any](answer func(*Object) error) error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var object Object
		if err := json.Unmarshal(lines.Bytes(), &object); err != nil {
			return err
		}
		if err := answer(&object); err != nil {
			return err
		}
		if err := encoder.Encode(object); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}
