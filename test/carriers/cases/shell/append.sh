#!/bin/sh
sudo tee -a /etc/rancher/k3s/registries.yaml <<EOF
mirrors:
	registry.example.com:
		endpoint:
			- http://registry.example.com
EOF
cat <<EOF >> /etc/rancher/rke2/registries.yaml
mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
EOF
