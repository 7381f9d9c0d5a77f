#!/bin/bash
sudo cat > /etc/rancher/k3s/registries.yaml <<'EOF'
mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
EOF
sudo echo 'mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com' >> /etc/rancher/rke2/registries.yaml
