#!/bin/sh
# <<EOF is explained below
HOST=harbor.example.com
cat >/etc/rancher/rke2/registries.yaml <<-EOF
	mirrors:
	  docker.io:
	    endpoint:
	      - https://${HOST}:$((4000 + 443))
	    rewrite:
	      "^(.*)$": "hub/$1"
	  quay.io:
	    endpoint:
	      - https://$HOST
	    rewrite:
	      '^library/(.*)$': 'quay/\$1'
	  ghcr.io:
	    endpoint:
	      - https://$(
	          hostname -f
	        ):5000
	# `ghcr` is read only
	configs:
	  ${HOST}:
	    auth:
	      username: robot$ci
	      password: "Pa$$word"
	  ghcr.example.com:
	    auth:
	      username: ${GHCR_USER}
	      password: $(cat /run/token)
	EOF
