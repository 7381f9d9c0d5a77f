{% set mirror = pillar['mirror'] %}
registries:
  file.managed:
    - name: /etc/rancher/k3s/registries.yaml
    - mode: 600
    - contents: |
        mirrors:
          docker.io:
            endpoints:
              - https://{{ mirror }}

/etc/rancher/rke2/registries.yaml:
  file.managed:
    - makedirs: true
    - contents: |
        mirrors:
          docker.io:
            endpoint:
              - https://{{ mirror }}
