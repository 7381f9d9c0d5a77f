locals {
  # A comment (with a bracket
  registries = yamlencode({
    mirrors = {
      "docker.io" = {
        endpoints = ["https://mirror.example.com"]
      }
      (var.registry) : { endpoint = [var.url, "https://${var.host}/v2",], rewrite = { "^(.*)$" = "hub/$1" } },
      quay = { endpoint = ["https://quay.example.com"], rewrite = { "^(.*)$" = "quay/${1}" } } // the number 1
    }
    configs = {
      "mirror.example.com" = {
        auth = { username = "u", password = 0123 }
        tls  = { insecure_skip_verify = true, ca_file = null }
      }
      "other.example.com" = { auth = { username = var.user, password = file("key.json") } }
      "https://quay.example.com" = { tls = var.tls }
    }
  })
}

resource "local_file" "registries" {
  filename = "/etc/rancher/k3s/registries.yaml"
  content = jsonencode({ mirrors = { "docker.io" = { endpoint = [
    "https://mirror.example.com", # a comment
    <<-EOT
      not a URL
    EOT
  ] } } })
}

module "kube-hetzner" {
  k3s_registries = yamlencode({
    mirrors = { for host in var.hosts : host => { endpoint = ["https://mirror.example.com"] } }
    configs = var.dev ? {} : { "mirror.example.com" = { auth = { username = "${var.user}", password = "p" } } }
  })
}

module "computed" {
  k3s_registries = yamlencode(merge(var.registries, { mirrors = {} }))
}

module "unfinished" {
  k3s_registries = yamlencode({
    mirrors = {
