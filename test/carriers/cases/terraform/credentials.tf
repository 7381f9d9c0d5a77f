module "kube-hetzner" {
  k3s_registries = <<-EOT
    configs:
      europe-docker.pkg.dev:
        auth:
          username: _json_key
          password: ${file("${path.module}/key.json")}
      us-docker.pkg.dev:
        auth:
          username: _json_key
          password: "${file("key.json")}"
      # k3s folds the lines.
      asia-docker.pkg.dev:
        auth:
          username: _json_key
          password: '${file("key.json")}'
      gcr.io:
        auth:
          username: _json_key
          password: ${jsonencode(file("key.json"))}
      eu.gcr.io:
        auth:
          username: _json_key
          password: '${jsonencode(jsondecode(file("key.json")))}'
      ghcr.io:
        auth:
          username: ${var.users["ghcr"]}
          password: token-${var.token}
      quay.io:
        auth:
          username: "${var.user}"
          password: ${trimspace(file("password.txt"))}
  EOT

  user_data = <<-EOT
    #cloud-config
    write_files:
      - path: /etc/rancher/k3s/registries.yaml
        permissions: '0600'
        content: |
          configs:
            europe-docker.pkg.dev:
              auth:
                username: _json_key
                password: '${file("key.json")}'
            gcr.io:
              auth:
                username: _json_key
                password: '${jsonencode(jsondecode(file("key.json")))}'
  EOT
}
