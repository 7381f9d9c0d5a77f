#!/bin/bash
# The argument is the name of the project: it is meant for the shell.
cat > /etc/rancher/k3s/registries.yaml <<EOF
mirrors:
  docker.io:
    endpoint:
      - https://harbor.example.com
    rewrite:
      "^(.*)$": "$1/\$1"
      "^library/(.*)$": "lib/${1}-$2"
      "^x": "$1"
# $(date) is in the file, and \`mirror\` is not run
configs:
  one.example.com:
    auth:
      username: $1
      password: `cat /run/secret`
  two.example.com:
    auth:
      username: 'robot$ci+${PROJECT}'
      password: '$2a$10$Pa`whoami`ss'
  three.example.com:
    auth:
      username: $USER_NAME@$domain
      password: prefix-$suffix
  four.example.com:
    auth:
      username: robot\$ci
      password: $$
EOF
ssh node "cat > /etc/rancher/rke2/registries.yaml <<EOF
mirrors:
  quay.io:
    endpoint:
      - https://harbor.example.com
    rewrite:
      '^(.*)\$': 'quay/\$1'
EOF"
