package main

import (
	"context"
	"net/http"

	docker17 "github.com/containerd/containerd/remotes/docker"
	config17 "github.com/containerd/containerd/remotes/docker/config"
	docker20 "github.com/containerd/containerd/v2/core/remotes/docker"
	config20 "github.com/containerd/containerd/v2/core/remotes/docker/config"
)

func resolve17(ctx context.Context, folder, ref string, credentials credentials, recorder *recorder) error {
	hosts := config17.ConfigureHosts(ctx, config17.HostOptions{
		HostDir:      config17.HostDirFromRoot(folder),
		Credentials:  credentials.of,
		UpdateClient: recorder.record,
	})
	_, _, err := docker17.NewResolver(docker17.ResolverOptions{Hosts: hosts, Headers: http.Header{}}).Resolve(ctx, ref)
	return err
}

func resolve20(ctx context.Context, folder, ref string, credentials credentials, recorder *recorder) error {
	hosts := config20.ConfigureHosts(ctx, config20.HostOptions{
		HostDir:      config20.HostDirFromRoot(folder),
		Credentials:  credentials.of,
		UpdateClient: recorder.record,
	})
	_, _, err := docker20.NewResolver(docker20.ResolverOptions{Hosts: hosts, Headers: http.Header{}}).Resolve(ctx, ref)
	return err
}
