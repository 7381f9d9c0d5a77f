echo "mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example.com" > /etc/rancher/k3s/registries.yaml
echo -e "configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: '{\"private_key\":\"-----BEGIN PRIVATE KEY-----\nMII\n\"}'" > /etc/rancher/k3s/registries.yaml
