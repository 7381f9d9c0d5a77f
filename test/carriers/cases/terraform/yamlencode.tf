module "kube-hetzner" {
  k3s_registries = <<-EOT
    mirrors:
      docker.io:
        endpoint:
          - https://mirror.example.com
      ${yamlencode(var.mirrors)}
    configs:
      ${indent(2, yamlencode(var.configs))}
  EOT
}

module "whole" {
  k3s_registries = <<-EOT
    ${yamlencode({ mirrors = var.mirrors })}
    configs:
      mirror.example.com: {}
  EOT
}

module "user-data" {
  user_data = <<-EOT
    #cloud-config
    write_files:
      - path: /etc/rancher/k3s/registries.yaml
        permissions: '0600'
        content: |
          ${yamlencode({ mirrors = var.mirrors })}
          configs:
            mirror.example.com: {}
  EOT
}
