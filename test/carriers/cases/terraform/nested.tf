resource "k3d_cluster" "local" {
  k3d_config = <<-EOF
    apiVersion: k3d.io/v1alpha5
    kind: Simple
    registries:
      config: |
        mirrors:
          "${var.registry}":
            endpoint:
              - http://${var.registry}
          docker.io:
            endpoint:
              - mirror.example.com
            rewrite:
              "^(.*)$": "hub/$1"
  EOF
}

variable "rke2_registries" {
  description = "The registries.yaml of RKE2"
  default     = <<EOT
configs:
  registry.example.com:
    tls:
      insecure_skip_verify: yes
EOT
}
