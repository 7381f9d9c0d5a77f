cat > a.txt <<ONE && cat <<'TWO' > /etc/rancher/k3s/registries.yaml
only ${text}
ONE
mirrors:
  quay.io:
    endpoints:
      - https://quay.example.com
TWO
