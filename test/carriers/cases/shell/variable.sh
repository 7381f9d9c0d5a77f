REGISTRIES='
mirrors:
  docker.io:
    endpoints:
      - "https://mirror.example.com"
'
read -r -d '' MORE <<EOF
configs:
  mirror.example.com:
    auth:
      user: ${USER_NAME}
      password: 'example-password'
EOF
TEXT="$(cat <<'EOF'
mirrors:
  quay.io:
    endpoints:
      - "https://quay.example.com"
EOF
)"
sed "s/@HOST@/$HOST/" > /tmp/registries.yaml <<'EOF'
mirrors:
  ghcr.io:
    endpoint:
      - https://@HOST@
EOF
for node in a b; do
  ssh root@$node <<EOF
cat > /etc/rancher/rke2/registries.yaml <<'INNER'
$REGISTRIES
INNER
EOF
done
