{
  environment.etc."rancher/k3s/registries.yaml".text = "mirrors:\n  docker.io:\n    endpoint:\n      - mirror.example.com\n    rewrite:\n      \"^library/(.*)$\": \"hub/$1\"\n";
  environment.etc."rancher/rke2/registries.yaml".text = "configs:\n  ghcr.io:\n    auth:\n      username: ci\n      password: 'a$b$'\n# $";
}
