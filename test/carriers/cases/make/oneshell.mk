.ONESHELL:
registries:
	cat > /etc/rancher/k3s/registries.yaml <<EOF
	mirrors:
	  docker.io:
	    endpoint:
	      - https://mirror.example.com
	EOF
