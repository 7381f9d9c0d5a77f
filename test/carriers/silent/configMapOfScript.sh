#!/bin/bash
rewrites="        rewrite:"
cat <<EOF | kubectl apply -f -
apiVersion: v1
kind: ConfigMap
metadata:
  name: registries
data:
  registries.yaml: |
    mirrors:
      docker.io:
        endpoint:
          - https://mirror.example.com
${rewrites}
    configs: {}
EOF
