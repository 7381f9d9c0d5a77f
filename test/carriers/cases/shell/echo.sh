#!/bin/sh
echo 'mirrors:
  docker.io:
    endpoints:
      - "https://mirror.example.com"
configs:
  mirror.example.com:
    auth:
      username: _json_key
      password: '"'"'{"type":"service_account","private_key":"-----BEGIN\nEND-----\n"}'"'" > /etc/rancher/k3s/registries.yaml
echo "mirrors:
  \"docker.io\":
    endpoints:
      - http://$HOST:5000" | sudo tee /etc/rancher/k3s/registries.yaml
printf 'mirrors:\n  quay.io:\n    endpoints:\n      - https://quay.example.com\n' > /etc/rancher/rke2/registries.yaml
printf '%s\n' 'mirrors:
  ghcr.io:
    endpoints: ["https://ghcr.example.com"]' | sudo tee /etc/rancher/rke2/registries.yaml
echo -e "mirrors:\n  ghcr.io:\n    endpoints:\n      - https://$HOST" >> /etc/rancher/rke2/registries.yaml
echo "# nothing" > /etc/rancher/k3s/registries.yaml
