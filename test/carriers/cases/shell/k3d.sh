k3d cluster create --registry-config <(cat <<EOF
mirrors:
  docker.io:
    endpoints:
      - http://mirror.example.com
EOF
)
