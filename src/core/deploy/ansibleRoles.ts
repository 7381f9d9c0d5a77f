import { openCarrier } from "../carriers/openCarrier.ts";
import { shownKey } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import type { Registry } from "../file/goDecode.ts";
import { type Result, refuse } from "../text/result.ts";
import { doubleQuoted, keyScalar, valueScalar } from "../yaml/scalar.ts";
import { jinjaSign } from "./jinjaSign.ts";
import type { WrappedFile } from "./wrapRegistries.ts";

/** The roles of Ansible that take the settings of a registries.yaml, and write the file themselves. */
export type SettingsRole = "ansible-pyratlabs" | "ansible-lablabs";

type Value = string | boolean | readonly Value[] | { readonly [key: string]: Value | undefined };

/**
 * Writes the variables of a role, with the settings that k3s reads in a file.
 *
 * Sources: https://github.com/PyratLabs/ansible-role-k3s/blob/9fb0cd4/templates/registries.yaml.j2,
 * https://github.com/lablabs/ansible-role-rke2/blob/4f66066/templates/registries.yaml.j2
 *
 * @returns a YAML file with the secrets; or why the role would change a value, and what to do instead
 */
export function roleVariables(file: RegistriesFile, role: SettingsRole): Result<WrappedFile> {
  if (!file.reading.ok) return refuse("k3s can't read this registries.yaml. Fix it first.");
  const { registry } = file.reading;
  const { mirrors, configs, auths } = registry;
  if (Object.keys(auths).length > 0)
    return refuse('The role has no variable for "auths". Move its credentials to "configs" first.');
  if (role === "ansible-pyratlabs") {
    const registries = { mirrors: mapped(mirrors, mirrorOf), configs: mapped(configs, configOf) };
    return checked(
      `# For the role PyratLabs/ansible-role-k3s (xanmanning.k3s), which also restarts k3s.\n${variables({ k3s_registries: registries })}`,
      registry,
    );
  }
  const unquoted = [
    ...Object.entries(mirrors).flatMap(([name, { endpoint }]) =>
      [name, ...endpoint].filter((one) => /["\\]/.test(one)),
    ),
    ...Object.keys(configs).filter((host) => !/^[a-z\d][\w.-]*(?::\d+)?$/i.test(host)),
  ];
  if (unquoted[0] !== undefined)
    return refuse(
      `The template of lablabs.rke2 does not quote ${shownKey(unquoted[0])}, so RKE2 could not read it. Use the form ansible-playbook instead.`,
    );
  const lists = variables({
    rke2_custom_registry_mirrors: Object.entries(mirrors).map(([name, mirror]) => {
      const { endpoint, rewrite } = mirrorOf(mirror);
      return { name, endpoint, rewrite: rewrite && `{${Object.entries(rewrite).map(pairOf).join(", ")}}` };
    }),
    rke2_custom_registry_configs: Object.entries(configs).map(([endpoint, config]) => ({
      endpoint,
      config: configOf(config),
    })),
  });
  return checked(`# For the role lablabs/ansible-role-rke2.\n${lists}`, registry);
}

/** Refuses what Ansible would replace in values, and what is not read back as it is. */
function checked(text: string, registry: Registry): Result<WrappedFile> {
  const sign = jinjaSign(text);
  if (sign)
    return refuse(
      `This registries.yaml contains "${sign}", which Ansible would replace. Use the form ansible-playbook instead.`,
    );
  const [region] = openCarrier("variables.yaml", text).regions;
  const reading = region?.file.reading;
  return reading?.ok && JSON.stringify(reading.registry) === JSON.stringify(registry)
    ? { ok: true, text, language: "yaml" }
    : refuse("The role would not write the same settings. Use the form ansible-playbook instead.");
}

/** The template prints it as it is, below its key. */
function pairOf([pattern, replacement]: readonly [string, string]): string {
  return `${doubleQuoted(pattern)}: ${doubleQuoted(replacement)}`;
}

function mirrorOf({ endpoint, rewrite }: Registry["mirrors"][string]) {
  return { endpoint, rewrite: Object.keys(rewrite).length === 0 ? undefined : rewrite };
}

function configOf({ auth, tls }: Registry["configs"][string]) {
  const given = (values: Readonly<Record<string, string | boolean>> | null) =>
    values === null ? undefined : mapped(values, (value) => (value === "" || value === false ? undefined : value));
  return { auth: given(auth && { ...auth }), tls: given(tls && { ...tls }) };
}

function mapped<T>(map: Readonly<Record<string, T>>, of: (value: T) => Value | undefined) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, of(value)]));
}

function variables(values: Readonly<Record<string, Value>>): string {
  return written(values, "").slice(1);
}

/** A value in block style, from what follows its colon or dash on. */
function written(value: Value, indent: string): string {
  if (typeof value === "boolean") return ` ${value}\n`;
  if (typeof value === "string") return ` ${valueScalar(value)}\n`;
  const isList = Array.isArray(value);
  const lines = Object.entries(value).flatMap(([key, item]: [string, Value | undefined]) => {
    if (item === undefined) return [];
    if (isList) return `${indent}-${written(item, `${indent}  `).replace(/^\n +/, " ")}`;
    return `${indent}${keyScalar(key)}:${written(item, `${indent}  `)}`;
  });
  return lines.length > 0 ? `\n${lines.join("")}` : isList ? " []\n" : " {}\n";
}
