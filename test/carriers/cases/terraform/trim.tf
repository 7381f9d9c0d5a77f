module "works" {
  k3s_registries = <<-EOT
    mirrors:
      docker.io:
        endpoint:
        %{ for host in var.hosts ~}
          - https://${host}
        %{ endfor ~}
  EOT
}

module "flat" {
  k3s_registries = <<EOT
mirrors:
%{ if var.mirror ~}
  docker.io:
    endpoint:
      - https://mirror.example.com
%{ endif ~}
configs:
  mirror.example.com: {}
EOT
}

module "empty" {
  k3s_registries = <<-EOT
    mirrors:
    %{ if var.mirror }
      docker.io:
        endpoint:
          - https://mirror.example.com
    %{ endif }
    configs:
      mirror.example.com: {}
  EOT
}

module "broken" {
  k3s_registries = <<-EOT
    mirrors:
      docker.io:
        endpoint:
          - https://mirror.example.com
      %{ for host in var.hosts ~}
      ${host}:
        endpoint:
          - https://mirror.example.com
      %{ endfor ~}
    configs:
      mirror.example.com: {}
  EOT
}
