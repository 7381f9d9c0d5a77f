# Not k3s' registries.yaml, whatever it looks like.
resource "talos_machine_configuration_apply" "node" {
  config_patches = [yamlencode({
    machine = { registries = { mirrors = { "docker.io" = { endpoints = ["https://mirror.example.com"] } } } }
  })]
}

resource "kubernetes_config_map" "kyverno" {
  data = {
    "registries.yaml" = yamlencode({ sync = { registries = ["docker.io"] } })
  }
}

resource "helm_release" "zot" {
  values = [yamlencode({
    configs = { "config.json" = jsonencode({ storage = { rootDirectory = "/var/lib/registry" } }) }
  })]
}

resource "rancher2_cluster_v2" "other" {
  registries {
    mirrors {
      hostname = "https://docker.io"
    }
  }
}

data "rancher2_cluster_v2" "data" {
  rke_config {
    registries {
      configs { hostname = "https://docker.io" }
    }
  }
}

resource "rancher2_cluster" "rke1" {
  rke_config {
    registries {
      url        = "registry.example.com"
      is_default = true
    }
  }
}
