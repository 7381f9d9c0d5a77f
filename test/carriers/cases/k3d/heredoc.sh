#!/bin/sh
k3d cluster create --config - <<'EOF'
apiVersion: k3d.io/v1alpha5
kind: Simple
registries:
  config: |
    mirrors:
      docker.io:
        endpoint:
          - https://harbor.example.com
        rewrite:
          "^(.*)$": "proxy/$1"
EOF
cat <<EOF | k3d cluster create --config -
apiVersion: k3d.io/v1alpha5
kind: Simple
metadata:
  name: $NAME
registries:
  config: |
    mirrors:
      docker.io:
        endpoint:
          - https://$HOST
        rewrite:
          "^(.*)$": "proxy/\$1"
EOF
