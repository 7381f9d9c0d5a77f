// Command conformance reads registries.yaml texts as k3s does and writes what it got.
//
// Standard input holds one JSON object a line, {"name": …, "input": …} or {"name": …, "inputBase64": …}; standard output
// gets the same objects with "parsed" or "error" added. The types and the YAML reader are those that k3s is built with.
package main

import (
	"encoding/base64"

	"github.com/rancher/wharfie/pkg/registries"
	"gopkg.in/yaml.v2"
	"k3s-registries/conformance/jsonlines"
)

type vector struct {
	Name        string  `json:"name"`
	Input       *string `json:"input,omitempty"`
	InputBase64 *string `json:"inputBase64,omitempty"`
	Error       string  `json:"error,omitempty"`
	Parsed      any     `json:"parsed,omitempty"`
}

func main() {
	jsonlines.Answer(func(v *vector) error {
		input := []byte{}
		if v.Input != nil {
			input = []byte(*v.Input)
		} else if v.InputBase64 != nil {
			decoded, err := base64.StdEncoding.DecodeString(*v.InputBase64)
			if err != nil {
				return err
			}
			input = decoded
		}
		// wharfie's GetPrivateRegistries calls Unmarshal, not UnmarshalStrict.
		registry := &registries.Registry{}
		if err := yaml.Unmarshal(input, registry); err != nil {
			v.Error = err.Error()
		} else {
			v.Parsed = readable(registry)
		}
		return nil
	})
}

// readable names every field as the file does; an absent list or map is empty, an absent auth or tls is null.
func readable(registry *registries.Registry) map[string]any {
	mirrors, configs, auths := map[string]any{}, map[string]any{}, map[string]any{}
	for host, mirror := range registry.Mirrors {
		endpoint, rewrite := []string{}, map[string]string{}
		endpoint = append(endpoint, mirror.Endpoints...)
		for from, to := range mirror.Rewrites {
			rewrite[from] = to
		}
		mirrors[host] = map[string]any{"endpoint": endpoint, "rewrite": rewrite}
	}
	for host, config := range registry.Configs {
		entry := map[string]any{"auth": nil, "tls": nil}
		if config.Auth != nil {
			entry["auth"] = credential(*config.Auth)
		}
		if config.TLS != nil {
			entry["tls"] = map[string]any{
				"ca_file":              config.TLS.CAFile,
				"cert_file":            config.TLS.CertFile,
				"key_file":             config.TLS.KeyFile,
				"insecure_skip_verify": config.TLS.InsecureSkipVerify,
			}
		}
		configs[host] = entry
	}
	for host, auth := range registry.Auths {
		auths[host] = credential(auth)
	}
	return map[string]any{"mirrors": mirrors, "configs": configs, "auths": auths}
}

func credential(auth registries.AuthConfig) map[string]any {
	return map[string]any{
		"username":       auth.Username,
		"password":       auth.Password,
		"auth":           auth.Auth,
		"identity_token": auth.IdentityToken,
	}
}
