import { dialects } from "../carriers/dialect.ts";
import { openCarrier } from "../carriers/openCarrier.ts";
import { hasPlaceholder } from "../carriers/placeholders.ts";
import type { CarrierId } from "../carriers/region.ts";
import { maskedError } from "../display/masked.ts";
import { maskedFile, writtenSecrets } from "../display/maskedFile.ts";
import type { RegistriesFile } from "../file/file.ts";
import { openRegistries } from "../file/openRegistries.ts";
import { encodeText } from "../text/base64.ts";
import { type Refusal, type Result, refuse } from "../text/result.ts";
import { doubleQuoted } from "../yaml/scalar.ts";
import { ansiblePlaybook } from "./ansiblePlaybook.ts";
import { roleVariables, type SettingsRole } from "./ansibleRoles.ts";
import { blockText, indented, quotedText } from "./blockText.ts";
import { capiManifest, rancherManifest } from "./clusterManifest.ts";
import { delimiter } from "./delimiter.ts";
import { jinjaSign } from "./jinjaSign.ts";
import { k3dRunning } from "./k3dRunning.ts";

/** What a registries.yaml can be made a part of, as people know it. */
export const wrapTitles = {
  k3d: "k3d config",
  "k3d-running": "Shell script for a running k3d cluster",
  "cloud-init": "cloud-init user data",
  ansible: "Ansible tasks",
  "ansible-playbook": "Ansible playbook that also restarts, one node at a time",
  "ansible-variable": "Ansible variable of k3s-io/k3s-ansible",
  "ansible-techno-tim": "Ansible variable of techno-tim/k3s-ansible",
  "ansible-pyratlabs": "Ansible variable of the role PyratLabs/ansible-role-k3s",
  "ansible-lablabs": "Ansible variables of the role lablabs/ansible-role-rke2",
  kairos: "Kairos configuration",
  butane: "Butane configuration",
  terraform: "Terraform heredoc",
  nixos: "NixOS module",
  rancher: "Rancher Cluster with Secrets",
  capi: "Cluster API RKE2ControlPlane with a Secret",
} as const;
export type WrapForm = keyof typeof wrapTitles;
/** The forms of tools that write the file themselves: they have the same settings, and not the text. */
type SettingsForm = "rancher" | "capi" | SettingsRole;
export const wrapForms = Object.keys(wrapTitles) as readonly WrapForm[];

/** The product that reads the file on the nodes. */
export type NodeProduct = "k3s" | "rke2";

/** A file of a tool that carries a registries.yaml. The text contains its secrets. */
export interface WrappedFile {
  readonly text: string;
  readonly language: "yaml" | "terraform" | "nix" | "shellscript";
}

/** What a tool is given: the file that carries the text, in the ways to write it that are tried in order. */
interface TextForm {
  readonly carrier: CarrierId;
  /** A name by which the file is read back. */
  readonly name: string;
  readonly language: WrappedFile["language"];
  /** The ways in which the file can be written. */
  readonly written: (text: string, product: NodeProduct) => readonly string[];
  /** True if the tool needs a line end in the text, or always adds one at its end. */
  readonly endsLine?: boolean;
  /** Why the tool can't hand a text on unchanged, and what to do instead; also where reading back does not show it. */
  readonly refused?: (text: string) => string | undefined;
}

const replaced = (tool: string, sign: string): string =>
  `This registries.yaml contains "${sign}", which ${tool} would replace and can't escape.`;

const nodePath = (product: NodeProduct): string => `/etc/rancher/${product}/registries.yaml`;

/** A text as a block string, where that is possible. */
function blocks(text: string, indent: number): readonly string[] {
  const block = blockText(text, indent);
  return block === undefined ? [] : [block];
}

const blockOrQuoted = (text: string, indent: number): readonly string[] => [...blocks(text, indent), quotedText(text)];

/** An item of a list of files as cloud-init reads it; base64 keeps what a block string can't contain. */
function fileItem(text: string, indent: number, permissions: string, product: NodeProduct) {
  const spaces = " ".repeat(indent);
  const head = `${spaces.slice(2)}- path: ${nodePath(product)}\n${spaces}permissions: ${permissions}\n`;
  return [
    ...blocks(text, indent + 2).map((block) => `${head}${spaces}content: ${block}`),
    `${head}${spaces}encoding: b64\n${spaces}content: ${encodeText(text)}\n`,
  ];
}

const textForms: Readonly<Record<Exclude<WrapForm, SettingsForm>, TextForm>> = {
  // https://k3d.io/stable/usage/configfile/
  k3d: {
    carrier: "k3d",
    name: "k3d.yaml",
    language: "yaml",
    endsLine: true,
    written: (text) =>
      blockOrQuoted(text, 4).map(
        (value) => `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: ${value}`,
      ),
    refused: (text) =>
      dialects.environment.escape(text) === undefined
        ? `${replaced("k3d", "$")} Keep it in a file of its own, and pass that to k3d with --registry-config.`
        : undefined,
  },
  "k3d-running": {
    carrier: "shell",
    name: "k3d.sh",
    language: "shellscript",
    endsLine: true,
    written: (text) => [k3dRunning(text, delimiter(text))],
  },
  // https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files
  "cloud-init": {
    carrier: "cloud-init",
    name: "user-data.yaml",
    language: "yaml",
    written: (text, product) =>
      fileItem(text, 4, '"0600"', product).map(
        (item) =>
          `#cloud-config\n# cloud-init writes the file once per instance, at its first boot.\nwrite_files:\n${item}`,
      ),
  },
  // https://docs.ansible.com/ansible/latest/collections/ansible/builtin/copy_module.html
  ansible: {
    carrier: "ansible",
    name: "tasks.yaml",
    language: "yaml",
    written: (text, product) =>
      ansibleValues(text, 6).map(
        (value) => `# k3s and RKE2 read the file only at startup: restart them afterwards, one node after the other.
- name: Create the folder of registries.yaml
  ansible.builtin.file:
    path: /etc/rancher/${product}
    state: directory
    mode: "0755"
- name: Write registries.yaml
  no_log: true
  ansible.builtin.copy:
    content: ${value}    dest: ${nodePath(product)}
    owner: root
    group: root
    mode: "0600"
`,
      ),
    refused: ansibleRefusal,
  },
  "ansible-playbook": {
    carrier: "ansible",
    name: "playbook.yaml",
    language: "yaml",
    written: (text, product) => ansibleValues(text, 14).map((value) => ansiblePlaybook(value, product)),
    refused: ansibleRefusal,
  },
  // https://github.com/k3s-io/k3s-ansible
  "ansible-variable": {
    carrier: "ansible",
    name: "group_vars.yaml",
    language: "yaml",
    endsLine: true,
    written: (text) =>
      ansibleValues(text, 2).map(
        (value) =>
          `# For k3s-io/k3s-ansible. It writes the file with mode 0644 and does not restart k3s.\nregistries_config_yaml: ${value}`,
      ),
    refused: ansibleRefusal,
  },
  // https://github.com/techno-tim/k3s-ansible/blob/422621c/roles/k3s_custom_registries/tasks/main.yml
  "ansible-techno-tim": {
    carrier: "ansible",
    name: "group_vars.yaml",
    language: "yaml",
    endsLine: true,
    written: (text) =>
      ansibleValues(text, 2).map(
        (value) =>
          `# For techno-tim/k3s-ansible. It adds to a file that has other lines, and does not restart k3s.\ncustom_registries: true\ncustom_registries_yaml: ${value}`,
      ),
    refused: (text) =>
      /^\s*[{[]|^\ufeff/.test(text)
        ? "Ansible would write this text differently in a block. Use the form ansible-playbook instead."
        : ansibleRefusal(text),
  },
  // https://kairos.io/docs/reference/configuration/
  kairos: {
    carrier: "kairos",
    name: "kairos.yaml",
    language: "yaml",
    written: (text, product) =>
      fileItem(text, 10, "0600", product).map(
        (item) => `#cloud-config\nstages:\n  boot:\n    - name: Write registries.yaml\n      files:\n${item}`,
      ),
    // Decoded first, then rendered: https://github.com/mudler/yip/blob/62df27a/pkg/plugins/files.go.
    refused: (text) =>
      text.includes("{{")
        ? `${replaced("Kairos", "{{")} Change that value, or put the file on the nodes another way.`
        : undefined,
  },
  // https://coreos.github.io/butane/config-fcos-v1_5/
  butane: {
    carrier: "butane",
    name: "registries.bu",
    language: "yaml",
    written: (text, product) =>
      blockOrQuoted(text, 10).map(
        (value) => `# Ignition writes the file at the first boot only.
variant: fcos
version: 1.5.0
storage:
  files:
    - path: ${nodePath(product)}
      mode: 0600
      contents:
        inline: ${value}`,
      ),
  },
  // https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings
  terraform: {
    carrier: "terraform",
    name: "registries.tf",
    language: "terraform",
    endsLine: true,
    written: (text, product) => {
      const escaped = dialects.terraform.escape(text);
      const word = delimiter(text);
      const name = `${product}_registries`;
      if (escaped === undefined) return [];
      return [`<<-${word}\n${indented(escaped, 4)}  ${word}`, `<<${word}\n${escaped}${word}`, hclString(escaped)].map(
        (value) => `# Terraform keeps the text in its state.\nlocals {\n  ${name} = ${value}\n}\n`,
      );
    },
  },
  // https://search.nixos.org/options?query=environment.etc
  nixos: {
    carrier: "nixos",
    name: "registries.nix",
    language: "nix",
    endsLine: true,
    written: (text, product) => {
      const attribute = `environment.etc."rancher/${product}/registries.yaml"`;
      const escaped = dialects.nix.escape(text) ?? text;
      const quoted = text
        .replace(/["\\]|\$(?=\{)/g, "\\$&")
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r");
      return [`''\n${indented(escaped, 6)}    ''`, `"${quoted}"`].map(
        (value) =>
          `# Every user of the node can read this text in /nix/store.\n{\n  ${attribute} = {\n    mode = "0600";\n    text = ${value};\n  };\n}\n`,
      );
    },
  },
};

/**
 * The ways to write a text so that Ansible's Jinja leaves it as it is:
 * https://jinja.palletsprojects.com/en/stable/templates/#escaping.
 */
function ansibleValues(text: string, indent: number): readonly string[] {
  if (!jinjaSign(text)) return blockOrQuoted(text, indent);
  const lines = text.trimEnd();
  // With a "+", the line end after it stays.
  return blocks(`{% raw %}${lines}{% endraw +%}${text.slice(lines.length)}`, indent);
}

function ansibleRefusal(text: string): string | undefined {
  const isFlow = /^\s*[{[]/.test(text);
  // Ansible makes a value of what a template returns in brackets.
  const sign = jinjaSign(text);
  if (!sign || (!isFlow && !/\{%[-+]?\s*endraw/.test(text))) return undefined;
  return `${replaced("Ansible", sign)} Keep it in a file of its own, and use "src" instead of "content".`;
}

/** A string of HCL in quotes, of a text that is escaped as a template already. */
function hclString(escaped: string): string {
  return doubleQuoted(escaped).replace(/\\([bf])/g, (_, letter) => (letter === "b" ? "\\u0008" : "\\u000c"));
}

/**
 * Makes of a registries.yaml the file of another tool that carries it to the nodes: the same text, or for Rancher and Cluster
 * API the same settings. What is made is read back with `openCarrier`.
 *
 * @returns the file, which contains the secrets; or why the tool can't hand the text on, and what to do instead
 */
export function wrapRegistries(
  file: RegistriesFile,
  form: WrapForm,
  product: NodeProduct = "k3s",
): Result<WrappedFile> {
  const refusal = unfit(file);
  if (refusal !== undefined) return refusal;
  if (form === "rancher") return rancherManifest(file);
  if (form === "capi") return capiManifest(file);
  if (form === "ansible-pyratlabs" || form === "ansible-lablabs") return roleVariables(file, form);
  const { carrier, name, language, written, endsLine, refused } = textForms[form];
  const text = endsLine && !file.doc.text.endsWith("\n") ? `${file.doc.text}\n` : file.doc.text;
  const problem = refused?.(text);
  if (problem !== undefined) return refuse(problem);
  const made = written(text, product).find((made) => {
    const [region, ...more] = openCarrier(name, made).regions;
    return region?.carrier === carrier && more.length === 0 && region.text === text && region.expressions.length === 0;
  });
  if (made === undefined)
    return refuse("The nodes would not get this text unchanged. Put the file on the nodes as it is instead.");
  return { ok: true, text: made, language };
}

/** The same with every secret masked, to be shown. */
export function wrapMasked(file: RegistriesFile, form: WrapForm, product?: NodeProduct): Result<WrappedFile> {
  return wrapRegistries(openRegistries(maskedFile(writtenSecrets(file.doc), { asWritten: true })), form, product);
}

/** Why a file is for no node: k3s can't read it, it says nothing, or a tool has yet to fill in parts of it. */
export function unfit({ doc, reading }: RegistriesFile): Refusal | undefined {
  if (hasPlaceholder(doc.text))
    return refuse(
      "Parts of this registries.yaml are filled in by the tool that carries it. Extract it, and write the values themselves first.",
    );
  if (!reading.ok) return refuse(`k3s can't read this registries.yaml: ${maskedError(reading)}. Fix it first.`);
  const { mirrors, configs } = reading.registry;
  if (Object.keys(mirrors).length + Object.keys(configs).length === 0)
    return refuse('This registries.yaml has neither "mirrors" nor "configs". Add a registry first.');
  return undefined;
}
