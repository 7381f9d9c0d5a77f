// Files of other tools around a registries.yaml, as people write them, and damaged ones.
import fc from "fast-check";
import { parseDocument } from "yaml";
import { hasCarrierName } from "../../src/core/carriers/carrierNames.ts";
import { wrapForms, wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { hostileTexts } from "../carriers/hostileTexts.ts";
import { filesBelow, readText } from "../project/files.ts";
import { grammarTexts } from "./grammar.ts";
import { damages, scraps } from "./texts.ts";

/** A file of a tool. */
export interface CarrierText {
  readonly path: string;
  readonly text: string;
}

/** Returns a file that carries a text, or `undefined` if the tool can't hand it on. */
type Template = (text: string) => CarrierText | undefined;

const indented = (text: string, spaces: number): string => text.replace(/^(?=[^\r\n])/gm, " ".repeat(spaces));
const ended = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A text in lines of its own between two others. */
function between(path: string, before: string, spaces = 0, after = ""): Template {
  return (text) => ({ path, text: before + indented(ended(text), spaces) + after });
}

/** A text as one value, written by a function. */
function valued(path: string, before: string, written: (text: string) => string | undefined, after = "\n"): Template {
  return (text) => {
    const value = written(text);
    return value === undefined ? undefined : { path, text: before + value + after };
  };
}

/** The settings of a text, without what only YAML can say. */
function asJson(text: string): string | undefined {
  const document = parseDocument(text, { logLevel: "error" });
  if (document.errors.length > 0) return undefined;
  try {
    return JSON.stringify(document.toJS(), undefined, 2);
  } catch {
    return undefined;
  }
}

const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;
const shellQuoted = (text: string): string => `"${text.replace(/["\\$`]/g, "\\$&")}"`;
const cloudConfig = "#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n";
const copyTask = '- ansible.builtin.copy:\n    dest: /etc/rancher/k3s/registries.yaml\n    mode: "0600"\n    content: ';
const taskBlock = "- ansible.builtin.blockinfile:\n    path: /etc/rancher/k3s/registries.yaml\n    create: true\n";
const secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: registries\n";
const provisioned =
  "apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nspec:\n  kubernetesVersion: v1.31.6+k3s1\n  rkeConfig:\n    registries:\n";
const tee = "sudo tee /etc/rancher/k3s/registries.yaml > /dev/null";
const k3d = "apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: ";

const templates: readonly Template[] = [
  ...wrapForms.flatMap((form) =>
    (["k3s", "rke2"] as const).map((product) => (text: string): CarrierText | undefined => {
      const made = wrapRegistries(openRegistries(text), form, product);
      if (!made.ok) return undefined;
      const endings = {
        yaml: "wrapped.yaml",
        terraform: "wrapped.tf",
        nix: "wrapped.nix",
        shellscript: "wrapped.sh",
      } as const;
      return { path: endings[made.language], text: made.text };
    }),
  ),
  between("k3d.yaml", `${k3d}|\n`, 4, "options:\n  k3d:\n    wait: true\n"),
  between("k3d.yaml", `${k3d}\n`, 4, "options: {}\n"),
  valued("k3d.yaml", k3d, JSON.stringify),
  valued(
    "k3d.json",
    '{"apiVersion": "k3d.io/v1alpha5", "kind": "Simple", "registries": {"config": ',
    JSON.stringify,
    "}}",
  ),
  between("up.sh", "cat > /etc/rancher/k3s/registries.yaml <<'EOF'\n", 0, "EOF\n"),
  between("up.sh", `#!/bin/sh\n${tee} <<EOF\n`, 0, "EOF\nsystemctl restart k3s\n"),
  (text) => ({ path: "up.sh", text: `${tee} <<-EOF\n${ended(text).replace(/^/gm, "\t")}EOF\n` }),
  between("up.sh", "ssh node <<'END'\ncat > /etc/rancher/k3s/registries.yaml <<EOF\n", 0, "EOF\nEND\n"),
  valued("up.sh", "echo ", singleQuoted, " > /etc/rancher/k3s/registries.yaml\n"),
  valued("up.bash", "#!/bin/bash\necho ", shellQuoted, ` | ${tee}\n`),
  valued("up.sh", "echo -e ", (text) => shellQuoted(JSON.stringify(text).slice(1, -1)), ` | ${tee}\n`),
  valued("up.sh", "printf '%s' ", singleQuoted, " >> /etc/rancher/rke2/registries.yaml\n"),
  valued("up.sh", "echo ", base64, ` | base64 -d | ${tee}\n`),
  between("Dockerfile", "FROM rancher/k3s\nCOPY --chmod=0600 <<EOF /etc/rancher/k3s/registries.yaml\n", 0, "EOF\n"),
  between("Dockerfile", "FROM alpine\nRUN <<EOF\ncat > /etc/rancher/k3s/registries.yaml <<'Y'\n", 0, "Y\nEOF\n"),
  between(
    "guide.md",
    "# Mirrors\n\nWrite `/etc/rancher/k3s/registries.yaml`:\n\n```yaml\n",
    0,
    "```\n\nThen restart.\n",
  ),
  between("guide.md", "1. Run\n\n   ```sh\n   cat > /etc/rancher/k3s/registries.yaml <<EOF\n", 3, "   EOF\n   ```\n"),
  between("run.yml", `jobs:\n  a:\n    steps:\n      - run: |\n          ${tee} <<'EOF'\n`, 10, "          EOF\n"),
  between("user-data", `${cloudConfig}    permissions: '0600'\n    content: |\n`, 6, "runcmd: [reboot]\n"),
  valued("user-data", `${cloudConfig}    encoding: b64\n    content: `, base64),
  valued("user-data.yaml", `${cloudConfig}    content: `, JSON.stringify),
  between("main.tf", 'module "kube-hetzner" {\n  k3s_registries = <<-EOT\n', 4, "  EOT\n}\n"),
  between(
    "main.tf",
    `locals {\n  user_data = <<-EOT\n${indented(cloudConfig, 4)}        content: |\n`,
    10,
    "  EOT\n}\n",
  ),
  valued("main.tf", "locals {\n  k3s_registries = yamlencode(", asJson, ")\n}\n"),
  valued("main.tf", "locals {\n  k3s_registries = jsonencode(", asJson, ")\n}\n"),
  valued("main.tf", 'locals {\n  k3s_registries = "', (text) => JSON.stringify(text).slice(1, -1), '"\n}\n'),
  valued("main.tf.json", '{"locals": {"k3s_registries": ', JSON.stringify, "}}\n"),
  between("registries.yaml.tftpl", ""),
  between("registries.yaml.j2", "# {{ ansible_managed }}\n"),
  between("registries.nix", "{\n  environment.etc.\"rancher/k3s/registries.yaml\".text = ''\n", 4, "  '';\n}\n"),
  valued("registries.nix", 'environment.etc."rancher/k3s/registries.yaml".text = ', JSON.stringify, ";\n"),
  between("tasks.yml", `${copyTask}|\n`, 6, "  notify: restart k3s\n"),
  between("tasks.yml", `${copyTask}>-\n`, 6),
  between("tasks.yml", `${taskBlock}    block: |\n`, 6, "  become: true\n"),
  between("all.yml", "registries_config_yaml: |\n", 2, "k3s_version: v1.31.5+k3s1\n"),
  between("all.yml", "k3s_registries:\n", 2, "k3s_version: v1.31.5+k3s1\n"),
  valued("secret.yaml", `${secret}data:\n  registries.yaml: `, base64, "\ntype: Opaque\n"),
  valued("secret.yaml", `${secret}data:\n  registries.yaml: |\n`, (text) =>
    indented(base64(text).replace(/.{60}/g, "$&\n"), 4),
  ),
  between("secret.yaml", `${secret}stringData:\n  registries.yaml: |\n`, 4, "---\nkind: Other\n"),
  between("map.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  registries.yaml: |\n", 4),
  between("compose.yaml", "configs:\n  k3s-registries.yaml:\n    content: |\n", 6, "services: {}\n"),
  between("registries.sls", "/etc/rancher/k3s/registries.yaml:\n  file.managed:\n    - contents: |\n", 8),
  between("install.rb", "REGISTRIES = <<~YAML\n", 2, 'YAML\nrun("tee /etc/rancher/k3s/registries.yaml")\n'),
  between(
    "Vagrantfile",
    "config.vm.provision :shell, inline: <<-SHELL\ncat > /etc/rancher/k3s/registries.yaml <<EOF\n",
    0,
    "EOF\nSHELL\n",
  ),
  valued(
    "Makefile",
    "all:\n\techo ",
    (text) => singleQuoted(text.replaceAll("$", "$$$$").replaceAll("\n", "\\n")),
    " > /etc/rancher/k3s/registries.yaml\n",
  ),
  valued(
    "setting.yaml",
    "apiVersion: harvesterhci.io/v1beta1\nkind: Setting\nmetadata:\n  name: containerd-registry\nvalue: |\n",
    (text) => {
      const json = asJson(text);
      return json && indented(json, 2);
    },
  ),
  between("cluster.yaml", "addons:\n  embedded_registry_mirror:\n    private_registry_config: |\n", 6),
  between("cluster.yaml", provisioned, 6, "---\nkind: Secret\n"),
  between(
    "plane.yaml",
    "apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: RKE2ControlPlane\nspec:\n  privateRegistriesConfig:\n",
    4,
  ),
  between(
    "config.yaml",
    "stages:\n  boot:\n    - files:\n        - path: /etc/rancher/k3s/registries.yaml\n          content: |\n",
    12,
  ),
];

/** What the languages of carriers give a meaning. */
const carrierScraps = [
  ...scraps,
  ..."$`\\|<>();=",
  "${",
  "$${",
  "$" + "{x}",
  "$" + "{X:-y}",
  "%{",
  "%{ if x }",
  "%{ endif }",
  "{{",
  "}}",
  "{{- if .x }}\n",
  "{% raw %}",
  "{% endraw %}",
  "{% if x %}\n",
  "''${",
  "'''",
  "#{x}",
  "EOF\n",
  "\nEOF\n",
  "<<EOF\n",
  "<<-EOT\n",
  "```\n",
  "$(cat x)",
  "|2-\n",
  ">\n",
  "!vault |\n",
  "/*",
  "*/",
  "//",
  "\\\n",
];

function startCarriers(): readonly CarrierText[] {
  return filesBelow("test/carriers/cases")
    .filter((path) => !/\.(?:expected|fixed)$/.test(path))
    .map((path) => ({ path: path.slice(path.lastIndexOf("/") + 1), text: readText(path) }));
}

/** Lines of one file in another of the same or of another tool. */
function spliced(into: CarrierText, { text: from }: CarrierText, at: number, to: number, count: number): CarrierText {
  const lines = into.text.split("\n");
  const others = from.split("\n");
  lines.splice(Math.floor(to * lines.length), 0, ...others.slice(Math.floor(at * others.length)).slice(0, count));
  return { path: into.path, text: lines.join("\n") };
}

/** Generated files in all carriers, the cases of carriers with lines of others in them, and damaged ones of both. */
export function carrierTexts(): fc.Arbitrary<CarrierText> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const cases = startCarriers();
  const texts = fc.oneof(
    { weight: 9, arbitrary: grammarTexts() },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(hostileTexts)) },
  );
  const wrapped = fc
    .tuple(texts, fc.constantFrom(...templates))
    .map(([text, template]) => template(text) ?? { path: "up.sh", text: `${tee} <<'EOF'\n${ended(text)}EOF\n` });
  const some = fc.oneof(
    { weight: 5, arbitrary: wrapped },
    { weight: 1, arbitrary: fc.constantFrom(...cases) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...cases), fc.oneof(fc.constantFrom(...cases), wrapped), place, place, fc.nat(12))
        .map(([into, from, at, to, count]) => spliced(into, from, at, to, count)),
    },
  );
  const broken = fc
    .tuple(some, damages(carrierScraps), fc.constantFrom(..."nnnnnnnnr"))
    .map(([{ path, text }, damage, ends]) => {
      const damaged = damage(text);
      return { path, text: ends === "r" ? damaged.replaceAll("\n", "\r\n") : damaged };
    });
  return fc
    .oneof({ weight: 1, arbitrary: some }, { weight: 1, arbitrary: broken })
    .filter(({ path }) => hasCarrierName(path));
}
