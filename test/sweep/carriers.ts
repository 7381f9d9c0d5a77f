// Files of other tools that carry a registries.yaml, with a secret in every place of it and around it. What happens to a
// place is swept in bare files; here it is what carriers add: layers, expressions, and the text around.
import { wrapForms, wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fakeKey } from "../core/fakeKey.ts";

/** A file that carries one, and what must not be seen of it. */
export interface CarrierText {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly parts: readonly string[];
}

/** Gives a new secret each time, so that one that is known from elsewhere in the file hides no other. */
type Next = () => string;
type Body = (next: Next) => string;

const animals = "walrus Ocelot kumquat Pelican gherkin Marmot tapir Quokka axolotl Bandicoot lemur Narwhal".split(" ");

function secrets(): { readonly next: Next; readonly given: readonly string[] } {
  const given: string[] = [];
  const next = (): string => {
    const number = given.length;
    const text = `${animals[number % animals.length]}${["", "-", "+", "_"][number % 4]}${number + 7}x`;
    given.push(text);
    return text;
  };
  return { next, given };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** What must not be seen of a secret: its text, and the characters of base64 that it alone makes, also of a whole file. */
function partsIn(secret: string, file: string): readonly string[] {
  const encoded = [...file.matchAll(/[A-Za-z\d+/]{8,}={0,2}/g)].flatMap(({ 0: run }) => {
    const at = Buffer.from(run, "base64").toString("latin1").indexOf(secret);
    return at < 0 ? [] : [run.slice(Math.ceil((at * 4) / 3), Math.floor(((at + secret.length) * 4) / 3))];
  });
  return [secret, ...encoded];
}

/** What k3s reads without a fault, in each place that is meant for a secret. */
const right: Body = (next) => `mirrors:
  docker.io:
    endpoint:
      - https://ci:${next()}@mirror.example.com
      - https://mirror.example.com/v2/?token=${next()}
configs:
  mirror.example.com:
    auth:
      username: ci
      password: ${next()}
  b.example.com:
    auth:
      identity_token: ${next()}
  c.example.com:
    auth:
      auth: ${base64(`ci:${next()}`)}
  "ci:${next()}@d.example.com":
    auth: {username: ci, password: ${next()}}
  gcr.io:
    auth:
      username: _json_key_base64
      password: ${base64(JSON.stringify(fakeKey({ private_key: next() })))}
`;

/** Faults that rules report and fix, beside secrets. */
const faulty: Body = (next) => `# K3S_TOKEN=${next()} k3s server --token ${next()}
mirrors:
  docker.io:
    endpoints:
      - ci:${next()}@mirror.example.com/v2
  "https://ci:${next()}@quay.example.com":
    endpoint: ["https//ci:${next()}@mirror.example.com", "http://ci:${next()}@mirror.example.com"]
configs:
  https://mirror.example.com:
    auth:
      username: ci
      pasword: ${next()}
      token: ${next()}
    password: ${next()}
  # password: ${next()}
  gcr.io:
    auth: ci:${next()}
  c.example.com:
    auth:
      auth: ci:${next()}
      username: 012
      password: ${next()} # ${next()}
password: ${next()}
`;

/** What YAML can't read: a key pasted without quotes, a line that ends in the middle. */
const broken: Body = (next) => `mirrors:
  docker.io:
    endpoint: [https://ci:${next()}@mirror.example.com
configs:
  gcr.io:
    auth:
      username: _json_key
      password: {
        "type": "service_account",
        "private_key": "${next()}"
      }
  b.example.com:
    auth:
      username: ci
      password: @${next()}
`;

const bodies = { right, faulty, broken } as const;

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

interface Form {
  readonly path: string;
  readonly text: (body: string, next: Next) => string;
  /** What this tool replaces, with a secret as a default or an argument. */
  readonly expressions?: readonly ((secret: string) => string)[];
}

const shell: readonly ((secret: string) => string)[] = [
  (secret) => `\${X:-${secret}}`,
  (secret) => `\${X-${secret}}`,
  (secret) => `\${X:=${secret}}`,
  (secret) => `\${X:-\${Y:-${secret}}}`,
  (secret) => `$(echo -n ${secret})`,
  (secret) => `$(printf '%s' '${secret}' | base64 -w0)`,
  (secret) => `\`echo ${secret}\``,
];
const jinja: readonly ((secret: string) => string)[] = [
  (secret) => `{{ x | default('${secret}') }}`,
  (secret) => `{{ x | d("${secret}", true) }}`,
  (secret) => `{{ '${secret}' if x else y }}`,
  (secret) => `{{ ('ci:' ~ '${secret}') | b64encode }}`,
  (secret) => `{{ '${secret}' | b64encode }}`,
  (secret) => `{{ lookup('env', 'X') or '${secret}' }}`,
  (secret) => `{{ {'password': '${secret}'}.password }}`,
];
const terraform: readonly ((secret: string) => string)[] = [
  (secret) => `\${coalesce(var.x, "${secret}")}`,
  (secret) => `\${var.x ? "${secret}" : "t"}`,
  (secret) => `\${base64encode("ci:${secret}")}`,
  (secret) => `\${jsonencode({ password = "${secret}" })}`,
  (secret) => `\${lookup(var.m, "x", "${secret}")}`,
  (secret) => `\${var.x == "" ? "${secret}" : var.x}`,
];
const nix: readonly ((secret: string) => string)[] = [
  (secret) => `\${x.y or "${secret}"}`,
  (secret) => `\${if x then "${secret}" else y}`,
  (secret) => `\${builtins.toJSON { password = "${secret}"; }}`,
];
const go: readonly ((secret: string) => string)[] = [
  (secret) => `{{ .Values.x | default "${secret}" }}`,
  (secret) => `{{ default "${secret}" .Values.x }}`,
  (secret) => `{{ printf "%s:%s" "ci" "${secret}" | b64enc }}`,
];
const compose = shell.slice(0, 2);
const ruby: readonly ((secret: string) => string)[] = [
  (secret) => `#{ENV['X'] || '${secret}'}`,
  (secret) => `#{ENV.fetch('X', '${secret}')}`,
  (secret) => `#{Base64.strict_encode64("ci:${secret}")}`,
];
const make: readonly ((secret: string) => string)[] = [
  (secret) => `$(or $(X),${secret})`,
  (secret) => `$(shell echo ${secret})`,
];

const path = "/etc/rancher/k3s/registries.yaml";

/** Carriers that `wrapRegistries` does not write. Secrets are in the lines around the text, too. */
const forms: Readonly<Record<string, Form>> = {
  "k3d with a token": {
    path: "k3d.yaml",
    text: (body, next) =>
      `apiVersion: k3d.io/v1alpha5\nkind: Simple\ntoken: ${next()}\nregistries:\n  config: |\n${indented(body, 4)}env:\n  - envVar: K3S_TOKEN=${next()}\n`,
    expressions: compose,
  },
  "cloud-init in base64": {
    path: "user-data.yaml",
    text: (body, next) =>
      `#cloud-config\npassword: ${next()}\nwrite_files:\n  - path: ${path}\n    encoding: b64\n    content: ${base64(body)}\nruncmd:\n  - K3S_TOKEN=${next()} sh install.sh --token ${next()}\n`,
  },
  "cloud-init with users": {
    path: "user-data.yaml",
    text: (body, next) =>
      `#cloud-config\nusers:\n  - name: a\n    plain_text_passwd: ${next()}\nwrite_files:\n  - path: ${path}\n    content: |\n${indented(body, 6)}runcmd:\n  - [sh, -c, "K3S_TOKEN=${next()} k3s server --token ${next()}"]\n`,
  },
  "Ansible copy": {
    path: "tasks.yml",
    text: (body, next) =>
      `- vars:\n    k3s_token: ${next()}\n    registry_password: "${next()}"\n  ansible.builtin.copy:\n    dest: ${path}\n    content: |\n${indented(body, 6)}  environment:\n    K3S_TOKEN: ${next()}\n`,
    expressions: jinja,
  },
  "Ansible blockinfile": {
    path: "tasks.yml",
    text: (body, next) =>
      `- ansible.builtin.blockinfile:\n    path: ${path}\n    block: |\n${indented(body, 6)}- ansible.builtin.shell: docker login -p ${next()}\n`,
    expressions: jinja,
  },
  "Ansible variables": {
    path: "group_vars/all.yml",
    text: (body, next) => `token: ${next()}\nk3s_token: ${next()}\nregistries_config_yaml: |\n${indented(body, 2)}`,
    expressions: jinja,
  },
  "Jinja template": {
    path: "templates/registries.yaml.j2",
    text: (body, next) => `# K3S_TOKEN=${next()}\n${body}`,
    expressions: jinja,
  },
  "quoted here-document": {
    path: "install.sh",
    text: (body, next) =>
      `export K3S_TOKEN=${next()}\ndocker login --password ${next()}\ncat > ${path} <<'EOF'\n${body}EOF\ncurl -u ci:${next()} https://ci:${next()}@a.example.com\nMYSQL_PWD='${next()}' run\n`,
  },
  "here-document": {
    path: "install.sh",
    text: (body, next) =>
      `REGISTRY_PASSWORD=\${X:-${next()}}\nK3S_TOKEN=${next()} sh -c 'mkdir -p /etc/rancher/k3s'\ncat > ${path} <<EOF\n${body}EOF\nk3s server --token=${next()}\n`,
    expressions: shell,
  },
  echo: {
    path: "install.sh",
    text: (body, next) =>
      `echo '${body.replaceAll("'", "")}' | K3S_TOKEN=${next()} tee ${path}; k3s agent --token ${next()}\n`,
  },
  printf: {
    path: "install.sh",
    text: (body) => `printf "${body.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}" > ${path}\n`,
    expressions: shell.slice(0, 4),
  },
  Dockerfile: {
    path: "Dockerfile",
    text: (body, next) =>
      `FROM rancher/k3s\nENV K3S_TOKEN=${next()}\nARG PASSWORD=${next()}\nCOPY <<EOF ${path}\n${body}EOF\nENV K3S_AGENT_TOKEN ${next()}\n`,
    expressions: compose,
  },
  Makefile: {
    path: "Makefile",
    text: (body, next) =>
      `K3S_TOKEN ?= ${next()}\nREGISTRY_PASSWORD := ${next()}\nall:\n\tprintf '${body.replaceAll("'", "").replaceAll("\n", "\\n")}' > ${path}\n`,
    expressions: make,
  },
  Ruby: {
    path: "Vagrantfile",
    text: (body, next) =>
      `token = "${next()}"\nconfig.vm.provision "shell", inline: <<-SHELL\n  export K3S_TOKEN=${next()}\ncat > ${path} <<'EOF'\n${body}EOF\nSHELL\nenv: { "K3S_TOKEN" => "${next()}" }\n`,
    expressions: ruby,
  },
  Markdown: {
    path: "README.md",
    text: (body, next) =>
      `# Install\n\nSet \`K3S_TOKEN=${next()}\` first.\n\n\`\`\`yaml\n# ${path}\n${body}\`\`\`\n\n    docker login -p ${next()}\n`,
  },
  "Terraform heredoc": {
    path: "main.tf",
    text: (body, next) =>
      `locals {\n  token = "${next()}"\n  k3s_registries = <<-EOT\n${indented(body, 4)}  EOT\n  registry_password = "${next()}"\n  "K3S_TOKEN" = "${next()}"\n}\n`,
    expressions: terraform,
  },
  "NixOS string": {
    path: "node.nix",
    text: (body, next) =>
      `{\n  services.k3s.token = "${next()}";\n  environment.etc."rancher/k3s/registries.yaml".text = ''\n${indented(body, 4)}  '';\n  K3S_TOKEN = "${next()}";\n}\n`,
    expressions: nix,
  },
  Compose: {
    path: "compose.yaml",
    text: (body, next) =>
      `services:\n  a:\n    image: rancher/k3s\n    configs:\n      - source: k\n        target: ${path}\n    environment:\n      K3S_TOKEN: ${next()}\n      OTHER_PASSWORD: "${next()}"\nconfigs:\n  k:\n    content: |\n${indented(body, 6)}`,
    expressions: compose,
  },
  ConfigMap: {
    path: "manifest.yaml",
    text: (body, next) =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  token: ${next()}\n  registries.yaml: |\n${indented(body, 4)}  K3S_TOKEN: ${next()}\n`,
  },
  "Secret with stringData": {
    path: "manifest.yaml",
    text: (body, next) =>
      `apiVersion: v1\nkind: Secret\nstringData:\n  password: ${next()}\n  registries.yaml: |\n${indented(body, 4)}  admin-password: ${next()}\n`,
  },
  "Secret with data": {
    path: "manifest.yaml",
    text: (body, next) =>
      `apiVersion: v1\nkind: Secret\ndata:\n  password: ${base64(next())}\n  registries.yaml: ${base64(body)}\n  admin-password: ${base64(next())}\n`,
  },
  "Helm template": {
    path: "templates/secret.yaml",
    text: (body, next) =>
      `apiVersion: v1\nkind: Secret\nstringData:\n  password: ${next()}\n  registries.yaml: |\n${indented(body, 4)}`,
    expressions: go,
  },
  "DaemonSet and ConfigMap": {
    path: "manifest.yaml",
    text: (body, next) =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  registries.yaml: |\n${indented(body, 4)}---\nkind: DaemonSet\nspec:\n  containers:\n    - env:\n        - name: K3S_TOKEN\n          value: ${next()}\n        - value: "${next()}"\n          name: REGISTRY_PASSWORD\n        - {name: K3S_AGENT_TOKEN, value: ${next()}}\n        - name: api-token\n          # of the registry\n          value: |\n            ${next()}\n            ${next()}\n      args: ["--token", "${next()}", "--docker-password=${next()}"]\n      command:\n        - k3s\n        - --agent-token\n        - ${next()}\n`,
  },
  "Helm values in Terraform": {
    path: "main.tf",
    text: (body, next) =>
      `locals {\n  k3s_registries = <<-EOT\n${indented(body, 4)}  EOT\n}\nset_sensitive {\n  name  = "registry.password"\n  value = "${next()}"\n}\nset {\n  value = "${next()}"\n  name = "token"\n}\nenv = [{ "name" : "K3S_TOKEN", "value" : "${next()}" }]\n`,
  },
  "hetzner-k3s": {
    path: "cluster.yaml",
    text: (body, next) =>
      `hetzner_token: ${next()}\ncluster_name: demo\naddons:\n  embedded_registry_mirror:\n    private_registry_config: |\n${indented(body, 6)}`,
  },
};

/** Settings of other forms, which no body fits in. */
const natives: Readonly<Record<string, Form>> = {
  "Terraform yamlencode": {
    path: "main.tf",
    text: (_, next) => `locals {
  token = "${next()}"
  k3s_registries = yamlencode({
    mirrors = { "docker.io" = { endpoints = ["https://ci:${next()}@mirror.example.com"], endpoint = "http://ci:${next()}@a.example.com" } }
    configs = {
      "https://mirror.example.com" = { auth = { username = "ci", password = "${next()}" } }
      "b.example.com" = { auth = { auth = base64encode("ci:${next()}"), identity_token = coalesce(var.x, "${next()}") } }
      "ci:${next()}@c.example.com" = { auth = { username = "ci", pasword = "\${coalesce(var.x, "${next()}")}" }, password = "${next()}" }
    }
  })
}
`,
  },
  rancher2: {
    path: "main.tf",
    text: (_, next) => `resource "rancher2_cluster_v2" "a" {
  kubernetes_version = "v1.31.7+rke2r1"
  rke_config {
    registries {
      mirrors {
        hostname  = "https://ci:${next()}@docker.io"
        endpoints = ["https//ci:${next()}@mirror.example.com", "https://ci:\${coalesce(var.x, "${next()}")}@mirror.example.com"]
      }
      configs {
        hostname = "https://ci:${next()}@mirror.example.com"
        ca_bundle = "-----BEGIN PRIVATE KEY-----${next()}-----END PRIVATE KEY-----"
        password = "${next()}"
      }
    }
  }
}
`,
  },
  "k3d map": {
    path: "k3d.yaml",
    text: (_, next) => `apiVersion: k3d.io/v1alpha5
kind: Simple
token: ${next()}
registries:
  config:
    mirrors:
      docker.io: {endpoint: ["https://ci:${next()}@mirror.example.com"]}
    configs:
      mirror.example.com: {auth: {username: ci, password: ${next()}}}
`,
  },
  "Ansible map": {
    path: "group_vars/all.yml",
    text: (_, next) => `k3s_token: ${next()}
k3s_registries:
  mirrors:
    docker.io:
      endpoints: ["https://ci:${next()}@mirror.example.com"]
    "https://ci:${next()}@quay.io": {endpoint: "https://ci:{{ x | default('${next()}') }}@mirror.example.com"}
  configs:
    https://mirror.example.com:
      auth:
        username: ci
        password: ${next()}
        pasword: "{{ x | default('${next()}') }}"
    gcr.io: {auth: "ci:${next()}"}
`,
  },
  lablabs: {
    path: "group_vars/all.yml",
    text: (_, next) => `rke2_token: ${next()}
rke2_custom_registry_mirrors:
  - name: https://ci:${next()}@docker.io
    endpoint: ["https//ci:${next()}@mirror.example.com"]
rke2_custom_registry_configs:
  - endpoint: ci:${next()}@mirror.example.com
    config:
      auth:
        username: ci
        password: ${next()}
        pasword: ${next()}
`,
  },
  "Rancher Cluster": {
    path: "cluster.yaml",
    text: (_, next) => `apiVersion: provisioning.cattle.io/v1
kind: Cluster
spec:
  kubernetesVersion: v1.31.6+rke2r1
  rkeConfig:
    registries:
      mirrors:
        "https://ci:${next()}@docker.io": {endpoint: ["https//ci:${next()}@mirror.example.com"]}
      configs:
        https://ci:${next()}@mirror.example.com:
          auth: {username: ci, password: ${next()}}
          caBundle: "-----BEGIN PRIVATE KEY-----${next()}-----END PRIVATE KEY-----"
    machineGlobalConfig:
      agent-token: ${next()}
---
apiVersion: v1
kind: Secret
metadata: {name: a}
stringData: {username: ci, password: ${next()}}
`,
  },
  "credentials for names of Secrets": {
    path: "cluster.yaml",
    text: (_, next) => `apiVersion: provisioning.cattle.io/v1
kind: Cluster
spec:
  kubernetesVersion: v1.31.6+rke2r1
  cloudCredentialSecretName: "ci:${next()}"
  rkeConfig:
    registries:
      mirrors:
        docker.io: {endpoint: ["https//mirror.example.com"]}
      configs:
        https://mirror.example.com: {authConfigSecretName: ci:${next()}, tlsSecretName: "ci:${next()}"}
        quay.io: {authConfigSecretName: "${next()}!"}
---
apiVersion: controlplane.cluster.x-k8s.io/v1beta1
kind: RKE2ControlPlane
spec:
  imagePullSecrets:
    - name: ci:${next()}
  privateRegistriesConfig:
    mirrors:
      docker.io: {endpoint: ["https//mirror.example.com"]}
    configs:
      mirror.example.com:
        authSecret:
          name: "ci:${next()}"
        tls: {tlsConfigSecret: {name: ci:${next()}, namespace: default}}
`,
  },
  "Cluster API": {
    path: "controlplane.yaml",
    text: (_, next) => `apiVersion: controlplane.cluster.x-k8s.io/v1beta1
kind: RKE2ControlPlane
spec:
  privateRegistriesConfig:
    mirrors:
      "https://ci:${next()}@docker.io": {endpoint: ["https//ci:${next()}@mirror.example.com"]}
    configs:
      https://ci:${next()}@mirror.example.com:
        auth: {username: ci, password: ${next()}}
`,
  },
  Harvester: {
    path: "setting.yaml",
    text: (_, next) => `apiVersion: harvesterhci.io/v1beta1
kind: Setting
metadata:
  name: containerd-registry
value: |
  {"Mirrors": {"https://ci:${next()}@docker.io": {"Endpoints": ["https//ci:${next()}@mirror.example.com"], "Rewrites": null}},
   "Configs": {"https://ci:${next()}@mirror.example.com": {"Auth": {"Username": "ci", "Password": "${next()}", "identity_token": "${next()}"},
     "password": "${next()}"}, "gcr.io": {"Auth": "ci:${next()}"}}}
`,
  },
};

/** A registries.yaml that uses what a tool replaces, in each place that is meant for a secret. */
function withExpressionsIn(expression: (secret: string) => string, next: Next): string {
  const quoted = (text: string): string => (text.includes("'") ? `"${text.replaceAll('"', "'")}"` : `'${text}'`);
  const value = (): string => quoted(expression(next()));
  return `mirrors:
  docker.io:
    endpoints:
      - ${quoted(`https//ci:${expression(next())}@mirror.example.com`)}
  quay.io:
    endpoint:
      - ${quoted(`http://ci:${expression(next())}@mirror.example.com/v2`)}
configs:
  https://mirror.example.com:
    auth:
      username: ci
      # password: ${expression(next())}
      password: ${value()}
      pasword: ${value()}
      auth: ${value()}
  b.example.com:
    auth:
      password: ${expression(next())}
    password: ${value()}
  c.example.com:
    auth: ${value()}
`;
}

/** Every carrier with each body, and each expression of its tool. */
export function carrierTexts(): readonly CarrierText[] {
  const made: CarrierText[] = [];
  const add = (name: string, path: string, text: (next: Next) => string): void => {
    const { next, given } = secrets();
    const written = text(next);
    made.push({ name, path, text: written, parts: [...new Set(given.flatMap((one) => partsIn(one, written)))] });
  };
  for (const [name, { path, text, expressions = [] }] of Object.entries(forms)) {
    for (const [kind, body] of Object.entries(bodies)) add(`${name}, ${kind}`, path, (next) => text(body(next), next));
    for (const expression of expressions)
      add(`${name}, ${expression("…")}`, path, (next) => text(withExpressionsIn(expression, next), next));
  }
  for (const [name, { path, text }] of Object.entries(natives)) add(name, path, (next) => text("", next));
  for (const form of wrapForms)
    add(`${form}, written`, wrappedPath(form), (next) => {
      const body = right(next);
      const wrapped = wrapRegistries(openRegistries(body), form);
      if (wrapped.ok) return wrapped.text;
      // Some roles write keys without quotes, so that they take no user before a host.
      const plain = wrapRegistries(openRegistries(body.replace(/^ {2}"ci:.*\n.*\n/m, "")), form);
      return plain.ok ? plain.text : "";
    });
  return made;
}

function wrappedPath(form: (typeof wrapForms)[number]): string {
  return (
    { terraform: "main.tf", nixos: "node.nix", butane: "node.bu", "k3d-running": "node.sh" }[form as string] ??
    "node.yaml"
  );
}
