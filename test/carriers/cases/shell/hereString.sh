#!/bin/bash
sudo tee /etc/rancher/k3s/registries.yaml >/dev/null <<< "mirrors:
  docker.io:
    endpoint:
      - https//$MIRROR
  quay.io:
    endpoint:
      - https//mirror.example.com
    rewrite:
      \"^(.*)$\": \"quay/$1\""
