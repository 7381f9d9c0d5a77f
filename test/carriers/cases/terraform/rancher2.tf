resource "rancher2_cluster_v2" "cluster" {
  name               = "demo"
  kubernetes_version = "v1.31.7+rke2r1"
  rke_config {
    machine_global_config = <<-EOF
      cni: cilium
    EOF

    registries {
      mirrors {
        hostname  = "https://docker.io"
        endpoints = ["https://harbor.example.com", var.other]
        rewrites = {
          "^(.*)$" = "hub/$2"
        }
      }
      mirrors {
        hostname  = "quay.io"
        endpoints = ["https//harbor.example.com"]
      }
      configs {
        hostname                = "https://harbor.example.com"
        auth_config_secret_name = "harbor-auth"
        insecure                = false
        ca_bundle               = base64encode(file("ca.pem"))
      }
      configs {
        hostname  = var.host
        ca_bundle = file(var.ca)
      }
      configs {
        hostname  = "ghcr.example.com"
        ca_bundle = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCm5vbmUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo="
      }
    }
  }
}

resource "rancher2_cluster_v2" "dynamic" {
  kubernetes_version = "v1.31.7+k3s1"
  rke_config {
    registries {
      dynamic "mirrors" {
        for_each = var.mirrors
        content {
          hostname  = mirrors.value.hostname
          endpoints = mirrors.value.endpoints
        }
      }
      configs { hostname = "harbor.example.com" }
    }
  }
}

resource "rancher2_cluster_v2" "none" {
  rke_config {
    registries {}
  }
}

resource "other_cluster" "other" {
  rke_config {
    registries {
      mirrors { hostname = "https://docker.io" }
    }
  }
}
