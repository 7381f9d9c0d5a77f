apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "x.fullname" . }}-registries
data:
  registries.yaml: |
    mirrors:
      docker.io:
        endpoint:
          - https://{{ .Values.registry.host }}
      {{- range .Values.mirrors }}
      {{ . }}:
        endpoint:
          - https://{{ $.Values.registry.host }}
      {{- end }}
    configs:
      {{ .Values.registry.host | quote }}:
        auth:
          username: {{ .Values.registry.user | quote }}
          password: {{ .Values.registry.password | quote }}
---
apiVersion: v1
kind: Secret
stringData:
  registries.yaml: |
{{ toYaml .Values.registries | indent 4 }}
---
apiVersion: v1
kind: Secret
stringData:
  registries.yaml: |-
    {{- .Values.registries | toYaml | nindent 4 }}
