module "tabs" {
	k3s_registries = <<-EOT
		mirrors:
		  docker.io:
		    endpoint:
		      - mirror.example.com
	EOT
}

module "kept" {
  k3s_registries = <<EOT
mirrors:
  docker.io:
    endpoint:
      - mirror.example.com
  EOT
}

module "condition" {
  k3s_registries = <<-EOT
    mirrors:
    %{ if var.mirror ~}
      docker.io:
        endpoint:
          - https://mirror.example.com
    %{ endif ~}
    configs:
      mirror.example.com:
        auth:
          username: user
          password: "${var.password}"
  EOT
}

module "lines" {
  k3s_registries = <<-EOT
    mirrors:
      docker.io:
        endpoint: ${jsonencode([
  "https://a.example.com",
])}
      ghcr.io:
        endpoint:
          - mirror.example.com
  EOT
}

module "text" {
  k3s_registries = "mirrors:\n  docker.io:\n    endpoint:\n      - mirror.example.com\n"
}

module "file" {
  k3s_registries = file("${path.module}/registries.yaml")
}
