#!/bin/bash
F=/etc/rancher/k3s/registries.yaml
cat > /etc/rancher/k3s/registries.yaml <<EOF
mirrors:
EOF
for host in docker.io quay.io; do
cat >> /etc/rancher/k3s/registries.yaml <<EOF
  $host:
    endpoint:
      - https://mirror.example.com
EOF
done
tee -a /etc/rancher/k3s/registries.yaml > /dev/null <<EOF
configs:
  mirror.example.com:
    auths:
      username: ci
      password: 'example-password'
EOF
