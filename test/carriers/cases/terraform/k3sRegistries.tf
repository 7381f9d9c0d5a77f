# k3s_registries = <<-EOT
#   mirrors: {}
# EOT
module "kube-hetzner" {
  source = "kube-hetzner/kube-hetzner/hcloud" // from the registry of modules

  /* k3s_registries = <<-EOT
    mirrors:
      commented.example.com:
  EOT */

  k3s_registries = <<-EOT
    mirrors:
      docker.io:
        endpoint:
          - https://harbor.example.com
        rewrite:
          "^library/(.*)$": "hub/$1"
          "^(.*)/(.*)$": "mirror/${1}_$${2}"
      quay.io:
        endpoints:
          - https://${var.host}

    configs:
      "https://harbor.example.com":
        auth:
          username: 'robot$ci'
          password: ${var.password}
  EOT

  extra_firewall_rules = [{ description = "https://harbor.example.com", port = 443 }]
}
