#!/bin/bash
# tee /etc/rancher/k3s/registries.yaml <<EOF
echo "see /etc/rancher/k3s/registries.yaml"
let mask=1<<2
echo $((1<<2)) <<< "mirrors:"
cat > /etc/sealos/registries.yaml <<EOF
apiVersion: v1
mirrors: {}
EOF
cat > /etc/containerd/certs.d/docker.io/hosts.toml <<EOF
server = "https://registry-1.docker.io"
[host."https://mirror.example.com"]
EOF
cat <<EOF | kind create cluster --config -
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
containerdConfigPatches:
  - |-
    [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
      endpoint = ["https://mirror.example.com"]
EOF
sudo tee /var/snap/microk8s/current/args/certs.d/docker.io/hosts.toml <<'EOF'
server = "https://docker.io"
EOF
sudo tee /etc/rancher/k3s/registries.yaml <<EOF
$REGISTRIES
EOF
kubectl create configmap registries --from-file=registries.yaml --dry-run=client -o yaml <<EOF
mirrors are not here
EOF
base64 -d > /etc/rancher/k3s/registries.yaml <<EOF
bWlycm9yczoKICBkb2NrZXIuaW86CiAgICBlbmRwb2ludDogW10K
EOF
