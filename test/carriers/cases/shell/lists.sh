cat > /etc/rancher/k3s/registries.yaml <<EOF
mirrors:
  docker.io:
    endpoint:
$(for mirror in $MIRRORS; do echo "      - https://$mirror"; done)
  quay.io:
    endpoint:
    $QUAY
EOF
