#!/bin/bash
if true; then
  cat > /etc/rancher/k3s/registries.yaml <<EOF
mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
  EOF
fi
cat > /etc/rancher/rke2/registries.yaml <<EOF
mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
EOF
