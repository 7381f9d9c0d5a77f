// Command pull lets containerd's own resolver pull images by files that k3s would have written, and writes down what it
// asked.
//
// Standard input holds one JSON object a line: a pull, with the hosts.toml of each registry and the config.toml with the
// credentials. Standard output gets the same objects with "ref" and "runs" added. Nothing reaches a network: a transport
// records each request and answers by a script.
package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/distribution/reference"
	"github.com/sirupsen/logrus"
	"k3s-registries/conformance/jsonlines"
)

type vector struct {
	Name       string            `json:"name"`
	Input      string            `json:"input"`
	Product    string            `json:"product"`
	Node       json.RawMessage   `json:"node"`
	K3s        string            `json:"k3s"`
	Containerd string            `json:"containerd"`
	Image      string            `json:"image"`
	Files      map[string]string `json:"files"`
	Ref        string            `json:"ref,omitempty"`
	Invalid    string            `json:"invalid,omitempty"`
	Runs       map[string]run    `json:"runs"`
}

type run struct {
	Requests []string `json:"requests"`
	Error    string   `json:"error"`
}

// resolve asks for an image as containerd's CRI plugin does, with the hosts.toml files below a folder.
type resolve func(ctx context.Context, folder, ref string, credentials credentials, recorder *recorder) error

var lines = map[string]resolve{"1.7": resolve17, "2.0": resolve20}

func main() {
	logrus.SetOutput(io.Discard)
	node, err := newNode()
	if err != nil {
		panic(err)
	}
	defer node.remove()
	jsonlines.Answer(node.answer)
}

func (n *node) answer(v *vector) error {
	v.Runs = map[string]run{}
	named, err := reference.ParseDockerRef(v.Image)
	if err != nil {
		v.Invalid = err.Error()
		return nil
	}
	v.Ref = named.String()
	folder, err := os.MkdirTemp(n.folder, "pull")
	if err != nil {
		return err
	}
	for path, text := range v.Files {
		file := filepath.Join(folder, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, "/node/", n.folder+"/")), 0o600); err != nil {
			return err
		}
	}
	credentials, err := readCredentials(filepath.Join(folder, "config.toml"))
	if err != nil {
		return err
	}
	for _, script := range scripts {
		recorder := &recorder{script: script, requests: []string{}}
		err := lines[v.Containerd](context.Background(), filepath.Join(folder, "certs.d"), v.Ref, credentials, recorder)
		text := ""
		if err != nil {
			text = strings.ReplaceAll(strings.ReplaceAll(err.Error(), folder, "/pull"), n.folder, "/node")
		}
		v.Runs[script] = run{Requests: recorder.requests, Error: text}
	}
	return nil
}
