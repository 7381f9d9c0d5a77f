{ config, lib, ... }: {
  environment.etc."rancher/k3s/registries.yaml".text = ''
    configs:
      europe-docker.pkg.dev:
        auth:
          username: _json_key
          password: ${builtins.readFile ./key.json}
      us-docker.pkg.dev:
        auth:
          username: _json_key
          password: "${lib.readFile ./key.json}"
      gcr.io:
        auth:
          username: _json_key
          password: '${builtins.toJSON (builtins.fromJSON (builtins.readFile ./key.json))}'
      ghcr.io:
        auth:
          username: ${config.user}
          password: ${builtins.toJSON config.token}
      quay.io:
        auth:
          username: ${config.user}-ci
          password: "${if config.a then "b" else "c"}"
  '';
}
