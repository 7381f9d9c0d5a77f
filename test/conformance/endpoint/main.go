// Command endpoint reads endpoints as k3s does and writes what it got.
//
// Standard input holds one JSON object a line, {"endpoint": …}; standard output gets the same objects with "error" added,
// or with the parts of the address that k3s hands to containerd.
package main

import (
	"errors"
	"net"
	"net/url"
	"strings"

	"k3s-registries/conformance/jsonlines"
)

type vector struct {
	Endpoint string   `json:"endpoint"`
	Error    string   `json:"error,omitempty"`
	Address  *address `json:"address,omitempty"`
}

type address struct {
	Scheme        string `json:"scheme"`
	Host          string `json:"host"`
	Path          string `json:"path"`
	OverridesPath bool   `json:"overridesPath"`
	HasUser       bool   `json:"hasUser"`
	Query         string `json:"query"`
	Fragment      string `json:"fragment"`
	URL           string `json:"url"`
}

func main() {
	jsonlines.Answer(func(v *vector) error {
		read, err := read(v.Endpoint)
		var inner *url.Error
		if errors.As(err, &inner) {
			v.Error = inner.Err.Error()
		} else if err != nil {
			return err
		}
		v.Address = read
		return nil
	})
}

// read follows the description of normalizeEndpointAddress (k3s pkg/agent/containerd/config.go) for a node without the
// embedded registry: a scheme where none is written, Docker Hub's own host, and /v2 unless another path is written.
func read(endpoint string) (*address, error) {
	text := endpoint
	if !strings.Contains(text, "://") {
		text = "//" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	if port := u.Port(); u.Scheme == "" && isLocal(u.Host) && port != "" && port != "443" {
		u.Scheme = "http"
	} else if u.Scheme == "" {
		u.Scheme = "https"
	}
	if u.Host == "docker.io" {
		u.Host = "registry-1.docker.io"
	}
	overrides := u.Path != "" && u.Path != "/" && u.Path != "/v2"
	if !overrides {
		u.Path = "/v2"
	}
	return &address{
		Scheme:        u.Scheme,
		Host:          u.Host,
		Path:          u.Path,
		OverridesPath: overrides,
		HasUser:       u.User != nil,
		Query:         u.RawQuery,
		Fragment:      u.Fragment,
		URL:           u.String(),
	}, nil
}

// isLocal says whether containerd takes a host for the node itself: by the name localhost, or a loopback address.
func isLocal(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return name == "localhost" || net.ParseIP(name).IsLoopback()
}
