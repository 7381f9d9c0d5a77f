{ config, lib, pkgs, ... }: {
  # environment.etc."rancher/k3s/registries.yaml".text = ''
  #   mirrors: {}
  # '';
  /* environment.etc."rancher/k3s/registries.yaml".text = ''
    mirrors: {}
  ''; */
  environment.etc = {
    "rancher/k3s/registries.yaml" = {
      text = ''
        mirrors:
      '' + lib.concatMapStrings (mirror: "  ${mirror}:\n") cfg.mirrors;
    };
    "containers/registries.conf".text = ''
      [[registry]]
      location = "registries.yaml"
    '';
  };
  environment.etc."rancher/rke2/registries.yaml".text = builtins.toJSON {
    mirrors."docker.io".endpoint = [ "https://mirror.example.com" ];
  };
  containers.a.config.environment.etc."rancher/k3s/registries.yaml".source =
    (pkgs.formats.yaml { }).generate "registries.yaml" { mirrors = { }; };
  containers.b.config.environment.etc."rancher/k3s/registries.yaml".text = cfg.text or ''
    mirrors: {}
  '' + "
";
  unfinished = ''
    environment.etc."rancher/k3s/registries.yaml".text = ''${
