package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

type credential struct {
	Username      string `toml:"username"`
	Password      string `toml:"password"`
	Auth          string `toml:"auth"`
	IdentityToken string `toml:"identitytoken"`
}

// credentials are those of config.toml, by the host and port that they are written for.
type credentials map[string]credential

func readCredentials(file string) (credentials, error) {
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return credentials{}, nil
	} else if err != nil {
		return nil, err
	}
	var config struct {
		Plugins map[string]struct {
			Registry struct {
				Configs map[string]struct {
					Auth credential `toml:"auth"`
				} `toml:"configs"`
			} `toml:"registry"`
		} `toml:"plugins"`
	}
	if err := toml.Unmarshal(text, &config); err != nil {
		return nil, err
	}
	found := credentials{}
	for _, plugin := range config.Plugins {
		for host, entry := range plugin.Registry.Configs {
			found[host] = entry.Auth
		}
	}
	return found, nil
}

// of gives the user and the secret for a host as CRI does: a user comes before an identity token, that before auth.
func (c credentials) of(host string) (string, string, error) {
	entry := c[host]
	switch {
	case entry.Username != "":
		return entry.Username, entry.Password, nil
	case entry.IdentityToken != "":
		return "", entry.IdentityToken, nil
	case entry.Auth == "":
		return "", "", nil
	}
	decoded, err := base64.StdEncoding.DecodeString(entry.Auth)
	if err != nil {
		return "", "", err
	}
	user, secret, found := strings.Cut(string(decoded), ":")
	if !found {
		return "", "", fmt.Errorf("invalid decoded auth: %q", decoded)
	}
	return user, strings.Trim(secret, "\x00"), nil
}
