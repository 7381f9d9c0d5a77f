resource "example_server" "cloud-init" {
  user_data = join("\n", ["#cloud-config", yamlencode({
    write_files = [{
      path        = "/etc/rancher/k3s/registries.yaml"
      permissions = "0600"
      content = yamlencode({
        mirrors = { "docker.io" = { endpoint = ["https//mirror.example.com"] } }
      })
    }]
  })])
}

resource "null_resource" "commands" {
  provisioner "remote-exec" {
    inline = [
      "sudo mkdir -p /etc/rancher/k3s",
      "echo 'mirrors: {docker.io: {endpoint: [\"https//mirror.example.com\"]}}' | sudo tee /etc/rancher/k3s/registries.yaml",
    ]
  }
}
