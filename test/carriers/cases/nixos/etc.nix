{ config, lib, pkgs, ... }:
let
  # environment.etc."rancher/k3s/registries.yaml".text = ''
  #   mirrors: {}
  # '';
  registry = "registry.example.com";
in {
  environment.etc."rancher/k3s/registries.yaml".text = ''
    mirrors:
      docker.io:
        endpoint:
          - https://${registry}
        rewrite:
          "^library/(.*)$": "hub/$1"
          "^(.*)/(.*)$": "mirror/${1}_''${2}"

      quay.io:
        endpoint:
          - ${registry}
    configs:
      "https://registry.example.com":
        auth:
          username: 'robot$ci'
          password: 'correct horse'
  '';

  services.k3s = {
    enable = true;
    role = "server";
    extraFlags = [ "--disable=traefik" ''--node-label "a=${registry}"'' ];
  };
}
