# The rest of a module: nothing in it is a registries.yaml.
module "kube-hetzner" {
  source = "kube-hetzner/kube-hetzner/hcloud"
  # k3s_registries = <<-EOT
  #   mirrors: {}
  # EOT
  // k3s_registries = "mirrors:\n  a: {}\n"
  /* k3s_registries = <<-EOT
    mirrors: {}
  EOT */
  k3s_registries = " "
  extra_kustomize_parameters = { registries = "https://${var.host}/{" }
}

locals {
  registries = yamlencode({ mirrors = var.mirrors, configs = { for host in var.hosts : host => {} } })
  merged = yamlencode(merge({ mirrors = { "docker.io" = { endpoint = ["https://reg.example.com"] } } }, var.more))
  container_registries = <<-EOT
    kind: Config
    mirrors:
      docker.io: {}
  EOT
  open = "${var.open
}

resource "local_file" "registries" {
  filename = "/etc/rancher/k3s/registries.yaml"
  content  = local.registries
}

resource "talos_machine_configuration" "node" {
  config_patches = [<<-EOT
    machine:
      registries:
        mirrors:
          docker.io:
            endpoints: [https://mirror.example.com] # not in registries.yaml
  EOT
  ]
}

resource "unfinished" "heredoc" {
  k3s_registries = <<-
    mirrors:
