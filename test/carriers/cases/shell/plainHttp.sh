cat <<EOF >/etc/rancher/k3s/registries.yaml
mirrors:
  "$REGISTRY_IP:5000":
    endpoint:
      - "http://$REGISTRY_IP:5000"
  docker.io:
    endpoint:
      - http://${MIRROR}
      - https://${SECURE}:5000
      - http://${SECURE}:5000
configs:
  "$REGISTRY_IP:5000":
    tls:
      insecure_skip_verify: true
  ${MIRROR}:
    tls:
      ca_file: /etc/ssl/ca.pem
  ${SECURE}:5000:
    tls:
      ca_file: /etc/ssl/ca.pem
  $(hostname):5000:
    tls:
      ca_file: /etc/ssl/ca.pem
EOF
