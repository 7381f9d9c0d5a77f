{ pkgs, ... }: {
  environment.etc."rancher/k3s/registries.yaml".source = pkgs.writeText "registries.yaml" ''
        mirrors:
        	docker.io: {}
  '';
  environment.etc."rancher/rke2/registries.yaml".text = "
mirrors:
  docker.io:
    endpoint: [\"mirror.example.com\"]
";
  containers.a.config.environment.etc."rancher/k3s/registries.yaml".text =
    "mirrors:\n  docker.io:\n    endpoint:\n      - mirror.example.com # \${x} \\ \"\n";
  containers.b.config.environment.etc."rancher/k3s/registries.yaml".source = ./registries.yaml;

  systemd.services.k3s.preStart = ''
    cat > /etc/rancher/k3s/registries.yaml <<EOF
    mirrors:
      docker.io:
        endpoint:
          - mirror.example.com
    EOF
  '';
}
