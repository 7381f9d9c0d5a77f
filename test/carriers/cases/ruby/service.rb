def configure!
  registries_yaml = <<~YAML
    mirrors:
      "localhost:#{PORT}":
        endpoint:
          - "http://registry.default.svc.cluster.local:5000"
          - "http://#{REGISTRY}.tools.svc:#{PORT}"
          - "http://#{REGISTRY}:#{PORT}"
  YAML
  run!("sudo tee /etc/rancher/k3s/registries.yaml > /dev/null << 'EOF'\n#{registries_yaml}\nEOF")
end
