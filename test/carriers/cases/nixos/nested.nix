{
  config = lib.mkIf cfg.enable {
    environment.etc = {
      "rancher/rke2/registries.yaml" = {
        mode = "0600";
        text = lib.mkForce ''
          mirrors:
            docker.io:
              endpoint:
                - mirror.example.com
        '';
      };
      k3s-registries = {
        text = ''
          mirrors:
            docker.io:
              endpoint:
                - mirror.example.com
          ${if cfg.quay then ''
            quay.io:
              endpoint: [ "https://{mirror.example.com" ]
          '' else
            ""}
        '';
        target = "rancher/k3s/registries.yaml";
      };
      other.text = "mirrors:\n";
    };
    sops.templates."registries.yaml" = {
      path = "/etc/rancher/k3s/registries.yaml";
      content = ''
        configs:
          registry.example.com:
            auth:
              username: user
              password: "${config.sops.placeholder."registry/password"}"
            tls:
              insecure_skip_verify: yes
      '';
    };
  };
}
