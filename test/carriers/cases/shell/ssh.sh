#!/usr/bin/env bash
NODES="n1 n2"
for node in $NODES; do
  ssh "root@$node" "
    mkdir -p /etc/rancher/k3s
    cat > /etc/rancher/k3s/registries.yaml <<EOF
mirrors:
  \"$REGISTRY:5000\":
    endpoints:
      - \"http://$REGISTRY:5000\"
    rewrite:
      \"^(.*)\$\": \"hub/\\\$1\"
EOF
    systemctl restart k3s"
  ssh "root@$node" 'sudo tee /etc/rancher/rke2/registries.yaml >/dev/null <<"EOF"
mirrors:
  quay.io:
    endpoints: ["https://$host"]
EOF'
done
ssh root@n3 <<'REMOTE'
sudo sh -c 'cat > /etc/rancher/k3s/registries.yaml' <<EOF
mirrors:
  docker.io:
    endpoints:
      - http://n3.example.com:5000
EOF
REMOTE
