echo 'mirrors:
  gcr.io:
    endpoint:
      - https://gcr.io
configs:
  gcr.io:
    auth:
      username: _json_key
      password: "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\\n\"}"' > /etc/rancher/k3s/registries.yaml
