#!/bin/bash
cat > /etc/rancher/k3s/registries.yaml <<-EOF
	mirrors:
		docker.io:
			endpoint:
				- https://mirror.example.com
	EOF
cat > /etc/rancher/rke2/registries.yaml <<-'EOF'
		mirrors:
		  docker.io:
			    endpoint:
		      - https://mirror.example.com
		EOF
