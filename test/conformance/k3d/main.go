// Command k3d reads configurations of k3d with the libraries that k3d reads them with, in the same order of calls.
//
// Standard input holds one JSON object a line, {"name": …, "text": …, "environment": {…}}; standard output gets the same
// objects with "config" (the string at registries.config), "written" (the file that every node gets) and "parsed" (what
// k3s reads of that), or with "error", added.
//
// Source: https://github.com/k3d-io/k3d/tree/46f3480d, cmd/util/config/config.go, pkg/config/config.go,
// pkg/config/jsonschema.go, pkg/config/transform.go, pkg/client/cluster.go and pkg/client/registry.go.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"dario.cat/mergo"
	"github.com/rancher/wharfie/pkg/registries"
	"github.com/spf13/viper"
	"github.com/xeipuuv/gojsonschema"
	goyaml "gopkg.in/yaml.v2"
	"sigs.k8s.io/yaml"

	"k3s-registries/conformance/jsonlines"
)

type vector struct {
	Name        string            `json:"name"`
	Text        string            `json:"text"`
	Environment map[string]string `json:"environment"`
	Config      *string           `json:"config,omitempty"`
	Written     *string           `json:"written,omitempty"`
	Parsed      any               `json:"parsed,omitempty"`
	Error       string            `json:"error,omitempty"`
}

// simpleConfig is the part of k3d's SimpleConfig that says which registries there are.
type simpleConfig struct {
	Registries struct {
		Use    []string `mapstructure:"use"`
		Config string   `mapstructure:"config"`
	} `mapstructure:"registries"`
}

func main() {
	jsonlines.Answer(func(v *vector) error {
		os.Clearenv()
		for name, value := range v.Environment {
			if err := os.Setenv(name, value); err != nil {
				return err
			}
		}
		if err := read(v); err != nil {
			v.Error = err.Error()
		}
		return nil
	})
}

func read(v *vector) error {
	config, err := configOf(v.Text)
	if err != nil {
		return err
	}
	if config.Registries.Config == "" {
		return nil
	}
	v.Config = &config.Registries.Config
	registry, err := registryOf(config.Registries.Config)
	if err != nil {
		return err
	}
	if len(config.Registries.Use) > 0 {
		generated := generatedFor(config.Registries.Use)
		if registry != nil {
			if err := mergo.MergeWithOverwrite(generated, registry); err != nil {
				return fmt.Errorf("failed to merge registry configs: %w", err)
			}
		}
		registry = generated
	}
	if registry == nil {
		return nil
	}
	written, err := goyaml.Marshal(&registry)
	if err != nil {
		return fmt.Errorf("Failed to marshal registry configuration: %+v", err)
	}
	text := string(written)
	v.Written = &text
	arrived := &registries.Registry{}
	if err := goyaml.Unmarshal(written, arrived); err != nil {
		return fmt.Errorf("k3s: %w", err)
	}
	v.Parsed = readable(arrived)
	return nil
}

// configOf is InitViperWithConfigFile and FromViper.
func configOf(text string) (simpleConfig, error) {
	var config simpleConfig
	expanded := os.ExpandEnv(text)
	reader := viper.New()
	reader.SetEnvPrefix("K3D")
	reader.AutomaticEnv()
	reader.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	reader.SetConfigType("yaml")
	if err := reader.ReadConfig(strings.NewReader(expanded)); err != nil {
		return config, fmt.Errorf("Failed to read config file: %w", err)
	}
	version := strings.ToLower(reader.GetString("apiVersion"))
	schema, known := schemas[version]
	if !known {
		return config, fmt.Errorf("Cannot validate config file: unsupported apiVersion '%s'", version)
	}
	if err := validate(expanded, schema); err != nil {
		return config, fmt.Errorf("Schema Validation failed for config file: %w", err)
	}
	if err := reader.Unmarshal(&config); err != nil {
		return config, fmt.Errorf("failed to unmarshal config file: %w", err)
	}
	return config, nil
}

// registryOf is the part of TransformSimpleToClusterConfig that reads registries.config.
func registryOf(config string) (*registries.Registry, error) {
	var registry *registries.Registry
	if !strings.Contains(config, "\n") {
		return nil, fmt.Errorf("failed to open registry config file at %s", config)
	}
	if err := yaml.Unmarshal([]byte(config), &registry); err != nil {
		var unfit *json.UnmarshalTypeError
		if errors.As(err, &unfit) {
			// How the path of the field is written depends on the version of Go.
			err = fmt.Errorf("json: cannot unmarshal %s into a value of type %s", unfit.Value, unfit.Type)
		}
		return nil, fmt.Errorf("failed to read embedded registries config: %w", err)
	}
	return registry, nil
}

// generatedFor is RegistryGenerateK3sConfig for registries that listen on the same port inside and outside.
func generatedFor(hosts []string) *registries.Registry {
	generated := &registries.Registry{Mirrors: map[string]registries.Mirror{}}
	for _, host := range hosts {
		generated.Mirrors[host] = registries.Mirror{
			Endpoints: []string{"http://" + host},
			Rewrites:  map[string]string{},
		}
	}
	return generated
}

// The parts about registries.config of k3d's schemas: that of v1alpha2 says nothing about it.
var schemas = map[string]string{
	"k3d.io/v1alpha2": `{"type": "object"}`,
	"k3d.io/v1alpha3": stringSchema,
	"k3d.io/v1alpha4": stringSchema,
	"k3d.io/v1alpha5": stringSchema,
}

const stringSchema = `{"type": "object", "properties": {"registries": {"type": "object", "properties": {"config": {"type": "string"}}}}}`

func validate(text string, schema string) error {
	var content map[string]interface{}
	if err := yaml.Unmarshal([]byte(text), &content); err != nil {
		return fmt.Errorf("Failed to unmarshal the content to a map: %+v", err)
	}
	again, err := yaml.Marshal(content)
	if err != nil {
		return err
	}
	asJSON, err := yaml.YAMLToJSON(again)
	if err != nil {
		return err
	}
	if bytes.Equal(asJSON, []byte("null")) {
		asJSON = []byte("{}")
	}
	result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(schema), gojsonschema.NewBytesLoader(asJSON))
	if err != nil {
		return err
	}
	if result.Valid() {
		return nil
	}
	var all []string
	for _, description := range result.Errors() {
		all = append(all, description.String())
	}
	return errors.New(strings.Join(all, "; "))
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
