# A statement makes only the registries.yaml uncertain that it is in.
{{- if .Values.registries }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: whole
  labels:
    {{- include "chart.labels" . | nindent 4 }}
data:
  registries.yaml: |
    configs:
      registry.example.com:
        auth:
          username: ci
{{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: with-a-statement
data:
  registries.yaml: |
    configs:
      registry.example.com:
        auth:
          username: ci
          {{- if .Values.password }}
          password: "{{ .Values.password }}"
          {{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: with-an-expression
data:
  registries.yaml: |
    configs:
      registry.example.com:
        auth:
          username: ci
          {{ .Values.password | nindent 10 }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: with-a-statement-at-its-start
data:
  registries.yaml: |
    {{- if .Values.password }}
    configs:
      registry.example.com:
        auth:
          username: ci
    {{- end }}
