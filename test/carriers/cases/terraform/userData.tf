locals {
  hosts = { a = "registry.example.com" }
  user_data = <<-EOF
    #cloud-config
    write_files:
      - path: /etc/rancher/rke2/registries.yaml
        permissions: "0600"
        content: |
          mirrors:
            docker.io:
              endpoint:
                - ${local.hosts["a"]}
          configs:
            "https://${local.hosts["a"]}":
              auth:
                username: user
                password: '$${PASSWORD}'
  EOF
}

resource "aws_instance" "server" {
  user_data = <<EOF
#!/bin/sh
cat > /etc/rancher/k3s/registries.yaml <<'END'
mirrors:
  docker.io:
    endpoint:
      - ${var.mirror}
      - https://mirror.example.com
END
EOF
}

resource "null_resource" "registries" {
  provisioner "file" {
    content     = <<-EOT
      mirrors:
        docker.io:
          endpoint:
            - mirror.example.com
    EOT
    destination = "/etc/rancher/rke2/registries.yaml"
  }

  provisioner "remote-exec" {
    inline = [
      "mkdir -p /etc/rancher/k3s",
      <<-EOT
        sudo tee /etc/rancher/k3s/registries.yaml <<END
        mirrors:
          docker.io:
            endpoint:
              - mirror.example.com
        END
      EOT
    ]
  }
}

data "cloudinit_config" "agent" {
  part {
    content_type = "text/cloud-config"
    content = yamlencode({
      write_files = [
        {
          "path"    = "/etc/rancher/k3s/registries.yaml"
          "content" = <<-EOT
            mirrors:
              docker.io:
                endpoint:
                  - mirror.example.com
          EOT
        },
        { path = "/etc/rancher/k3s/config.yaml", content = yamlencode({ server = var.server }) },
      ]
    })
  }
}
