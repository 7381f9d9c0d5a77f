REGISTRIES = <<~YAML
  mirrors:
    "localhost:#{PORT}":
      endpoints:
        - "http://localhost:#{PORT}"
YAML
list << REGISTRIES
run("sudo tee /etc/rancher/rke2/registries.yaml << 'EOF'\n#{REGISTRIES}\nEOF")
