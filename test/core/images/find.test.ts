import assert from "node:assert/strict";
import fc from "fast-check";
import { findImages } from "../../../src/core/images/find.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** The images of a text, each as it is written there; `…` for a tag that something else fills in. */
function images(text: string, path = "some/file.yaml"): readonly string[] {
  return findImages(text, path).map((mention) => mention.text + (mention.openTag ? ":…" : ""));
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, annotations: {image: quay.io/not/this}}
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: "ghcr.io/acme/migrate:1.4"
      containers:
        - image: 'europe-west3-docker.pkg.dev/acme/shop/web:2'
          name: web
        - {name: log, image: busybox}
      ephemeralContainers:
        - image: debug:1
      volumes:
        - name: model
          image: {reference: quay.io/acme/model:7}
`;

describe("the images of a Kubernetes manifest", () => {
  it("are those of all containers and image volumes", () => {
    assert.deepEqual(images(deployment), [
      "ghcr.io/acme/migrate:1.4",
      "europe-west3-docker.pkg.dev/acme/shop/web:2",
      "busybox",
      "debug:1",
      "quay.io/acme/model:7",
    ]);
  });

  it("stand where they are said to, without quotes, also with a byte-order mark and CRLF", () => {
    for (const text of [deployment, `\ufeff# x\r\n---\r\n${deployment.replaceAll("\n", "\r\n")}`]) {
      const found = findImages(text, "a.yaml");
      assert.equal(found.length, 5);
      for (const { span, text: image } of found) assert.equal(text.slice(span.start, span.end), image);
    }
  });

  it("are found in every workload, in lists, in several documents and in JSON", () => {
    const pod = { containers: [{ image: "a:1" }] };
    const template = { template: { spec: pod } };
    const job = { apiVersion: "batch/v1", kind: "CronJob", spec: { jobTemplate: { spec: template } } };
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      spec: { template: { spec: { containers: [{ image: "b" }] } } },
    };
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [job, set] }, undefined, 2);
    assert.deepEqual(images(list, "list.json"), ["a:1", "b"]);
    assert.deepEqual(images(`${JSON.stringify(job)}\n---\n# nothing\n---\n${JSON.stringify(set)}\n`), ["a:1", "b"]);
  });

  it("are found in objects of operators where they can be nothing else", () => {
    const text = `apiVersion: example.com/v1
kind: Cluster
spec:
  image: quay.io/acme/db:1
  imageName: ghcr.io/acme/pg:15
  backupImage: not-surely-an-image
  server: {image: {repository: quay.io/acme/srv, tag: v2}}
  machine: {image: ubuntu-24.04}
  logo: {image: https://example.com/a.png}
  podTemplate: {containers: [{image: inner}]}
status: {image: quay.io/acme/old}
`;
    assert.deepEqual(images(text), ["quay.io/acme/db:1", "ghcr.io/acme/pg:15", "quay.io/acme/srv:v2", "inner"]);
  });

  it("have a Secret to pull with, where one is named beside them", () => {
    const pod = (secrets: string): string =>
      `apiVersion: v1\nkind: Pod\nspec:\n  imagePullSecrets: ${secrets}\n  containers: [{image: a}]\n`;
    assert.deepEqual(
      findImages(pod("[{name: regcred}]"), "a.yaml").map(({ pullSecret }) => pullSecret),
      [true],
    );
    assert.deepEqual(
      findImages(pod("[]"), "a.yaml").map(({ pullSecret }) => pullSecret),
      [false],
    );
  });

  it("are not taken from definitions, config maps and Secrets", () => {
    for (const kind of ["CustomResourceDefinition", "ConfigMap"])
      assert.deepEqual(images(`apiVersion: v1\nkind: ${kind}\ndata: {x: {containers: [{image: a}]}}\nimage: b\n`), []);
  });

  it("are those that the file names with its anchors and merges, each place once", () => {
    const text = `apiVersion: v1
kind: Pod
x: &c {image: "ghcr.io/a/b:1"}
spec:
  containers:
    - *c
    - {<<: *c, name: two}
    - &self [*self]
`;
    assert.deepEqual(images(text), ["ghcr.io/a/b:1"]);
  });
});

describe("the images of what installs a chart", () => {
  it("are those in the values, at their places", () => {
    const text = `apiVersion: helm.cattle.io/v1
kind: HelmChart
spec:
  jobImage: registry.example.com/rancher/klipper-helm:v0.9
  valuesContent: |-
    # é
    image:
      repository: ghcr.io/acme/app
      tag: "1.0"
    sidecar:
      image: quay.io/acme/side:2
---
apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm:
      values: |
        image: {repository: org/app, tag: 3}
`;
    assert.deepEqual(images(text), [
      "registry.example.com/rancher/klipper-helm:v0.9",
      "ghcr.io/acme/app:1.0",
      "quay.io/acme/side:2",
      "org/app:3",
    ]);
    assert.deepEqual(
      findImages(text, "x.yaml").map(({ span }) => text.slice(span.start, span.end)),
      ["registry.example.com/rancher/klipper-helm:v0.9", "ghcr.io/acme/app", "quay.io/acme/side:2", "org/app"],
    );
  });

  it("are those of Flux's releases and kustomizations", () => {
    const release =
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values:\n    image: {repository: a/b, tag: 1}\n";
    assert.deepEqual(images(release), ["a/b:1"]);
    const flux =
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  images: [{name: a, newName: ghcr.io/a, newTag: v1}]\n";
    assert.deepEqual(images(flux), ["ghcr.io/a:v1"]);
  });
});

describe("the images of Helm values", () => {
  const values = `global:
  imageRegistry: ""
image:
  registry: docker.io
  repository: bitnami/postgresql
  tag: 16.1
  pullSecrets: [regcred]
controller:
  image:
    registry: registry.k8s.io
    image: ingress-nginx/controller
    tag: v1.11.2
    digest: ${digest}
exporter: {image: {repository: quay.io/prometheus/node-exporter, tag: ""}}
prometheus: {repository: prom/prometheus, tag: v2, pullPolicy: Always}
job:
  image: alpine:3.20
backupImage: ghcr.io/acme/backup:1
logoImage: assets/logo.png
source: {repository: https://github.com/acme/app, tag: v1}
`;

  it("are texts and maps of their parts; a chart fills in the tag that is missing", () => {
    assert.deepEqual(images(values, "charts/app/values-prod.yaml"), [
      "docker.io/bitnami/postgresql:16.1",
      `registry.k8s.io/ingress-nginx/controller:v1.11.2@${digest}`,
      "quay.io/prometheus/node-exporter:…",
      "prom/prometheus:v2",
      "alpine:3.20",
      "ghcr.io/acme/backup:1",
    ]);
    const secrets = findImages(values, "values.yaml").map(({ pullSecret }) => pullSecret);
    assert.deepEqual(secrets, [true, false, false, false, false, false]);
  });

  it("come from the registry that stands for all of them", () => {
    const text = values.replace('imageRegistry: ""', "imageRegistry: harbor.example.com");
    assert.deepEqual(images(text, "values.yaml").slice(0, 3), [
      "harbor.example.com/bitnami/postgresql:16.1",
      `harbor.example.com/ingress-nginx/controller:v1.11.2@${digest}`,
      "quay.io/prometheus/node-exporter:…",
    ]);
  });

  it("come from a registry for those that name none", () => {
    const text = `global: {image: {registry: registry.k8s.io}}
controller: {image: {image: ingress-nginx/controller, tag: v1}}
own: {image: {registry: quay.io, repository: a/b, tag: v1}}
inside: {image: {repository: ghcr.io/a/b, tag: v1}}
`;
    assert.deepEqual(images(text, "values.yaml"), [
      "registry.k8s.io/ingress-nginx/controller:v1",
      "quay.io/a/b:v1",
      "ghcr.io/a/b:v1",
    ]);
  });

  it("are, in a file of another name, only those that can hardly be anything else", () => {
    assert.deepEqual(images(values, "config.yaml"), [
      "docker.io/bitnami/postgresql:16.1",
      `registry.k8s.io/ingress-nginx/controller:v1.11.2@${digest}`,
      "quay.io/prometheus/node-exporter:…",
    ]);
    for (const text of ["image: ruby:3\nservices: [postgres:16]\n", "jobs: {a: {container: {image: node:22}}}\n"])
      assert.deepEqual(images(text, ".gitlab-ci.yml"), []);
  });
});

describe("the images of a kustomization", () => {
  const text = `resources: [deployment.yaml]
images:
  - name: app
    newName: europe-docker.pkg.dev/acme/r/app
    newTag: v3
  - name: nginx
    digest: ${digest}
  - name: ghcr.io/acme/same
    newName: ghcr.io/acme/other
helmCharts:
  - name: x
    valuesInline: {image: {repository: quay.io/a/b, tag: 1}}
`;

  it("are those that it puts in, with or without its apiVersion", () => {
    const expected = [
      "europe-docker.pkg.dev/acme/r/app:v3",
      `nginx@${digest}`,
      "ghcr.io/acme/other:…",
      "quay.io/a/b:1",
    ];
    assert.deepEqual(images(text, "overlays/prod/kustomization.yaml"), expected);
    const full = `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${text}`;
    assert.deepEqual(images(full, "x.yaml"), expected);
  });
});

describe("the images of a compose file", () => {
  it("are those of its services that are not built here alone", () => {
    const text = `name: shop
services:
  web: {image: "nginx:\${TAG:-1.27}"}
  app: {build: ., image: shop-app}
  api: {build: ., image: ghcr.io/acme/api:$VERSION}
  job: {build: .}
  db: {image: "\${REGISTRY}/db:1"}
x-common: {image: none}
`;
    assert.deepEqual(images(text, "docker-compose.yml"), ["nginx:1.27", "ghcr.io/acme/api:…"]);
  });
});

describe("templates", () => {
  const chart = `{{- /* not: image: a/b */ -}}
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    {{- include "app.labels" . | nindent 4 }}
spec:
  containers:
    - image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
    - image: "ghcr.io/acme/app:{{ .Values.tag | default .Chart.AppVersion }}"
    - image: localhost:{{ .Values.port }}/app
    - image: busybox:1.36
    {{- range .Values.sidecars }}
    - image: {{ .image }}
    {{- end }}
    - image: {{ .Values.registry }}/acme/app:1
    - image: <registry>/app
    - image: IMAGE_NAME
    - image: ghcr.io/acme/env:\${TAG}
    - image: ghcr.io/acme/env@\${DIGEST}
{{- end }}
`;

  it("are no images, except where the tag alone is filled in", () => {
    const expected = ["ghcr.io/acme/app:…", "busybox:1.36", "ghcr.io/acme/env:…", "ghcr.io/acme/env:…"];
    assert.deepEqual(images(chart, "chart/templates/deployment.yaml"), expected);
  });
});

describe("finding images", () => {
  const texts = [deployment, "services:\n  web:\n    image: nginx\n", "image: {repository: a/b, tag: 1}\n"];

  it("goes on in what is half typed", () => {
    assert.deepEqual(images(`${deployment}\n  oops: [`).slice(0, 2), [
      "ghcr.io/acme/migrate:1.4",
      "europe-west3-docker.pkg.dev/acme/shop/web:2",
    ]);
    for (const text of texts)
      for (let end = 0; end <= text.length; end++)
        for (const { span, text: image } of findImages(text.slice(0, end), "values.yaml"))
          assert.ok(span.start <= span.end && span.end <= end && image !== "");
  });

  it("never throws", () => {
    const pieces = [
      "image",
      ": ",
      "\n",
      "  ",
      "- ",
      "{{",
      "}}",
      "[",
      "]",
      "{",
      "}",
      "&a ",
      "*a",
      "<<",
      "|",
      '"',
      "'",
      "\ufeff",
      "---",
      "containers",
      "apiVersion",
      "kind",
      "spec",
      "repository",
      "x/y:1",
      "#",
      "%",
      "\t",
      "services",
      "values",
      "\r",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
        findImages(`image${parts.join("")}`, "values.yaml");
        findImages(`apiVersion: v1\nkind: X\nspec:${parts.join("")}`, "x.yaml");
      }),
      { numRuns: 1000 },
    );
    for (const text of [
      "- ".repeat(50_000),
      "[".repeat(50_000),
      "a: {".repeat(5000),
      "image: &a [*a]",
      `image: ${"x".repeat(1_000_000)}`,
    ])
      findImages(`apiVersion: v1\nkind: X\nspec:\n image: ${text}\n%`, "values.yaml");
  });
});
