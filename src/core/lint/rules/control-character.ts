import { controlCharacterIn } from "../../credentials/controlCharacter.ts";
import { type Field, type RegistriesFile, textOf } from "../../file/file.ts";
import type { AuthReading } from "../../file/goDecode.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** k3s writes a host as a literal string of TOML, which has no escapes. */
const notTomlLiteral = /[\x00-\x08\x0a-\x1f\x7f]/;

const fields = [
  ["username", "username", "username"],
  ["password", "password", "password"],
  ["auth", "auth value", "encoded"],
  ["identity_token", "identity token", "identityToken"],
] as const;

export const summary = "A credential contains a control character that containerd can't read";

/** Source: docs/how-k3s-reads-it/generated-files.md#quoting. */
export const controlCharacter: Rule = {
  id: "control-character",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    const binary = file.doc.text.includes("binary");
    for (const { host, path, auth } of file.configs) {
      const inHost = auth.value.kind === "map" ? controlCharacterIn(host, notTomlLiteral) : undefined;
      if (inHost !== undefined)
        reports.push({
          at: path,
          part: "key",
          message: `This registry name contains ${inHost}, an invisible control character: containerd can't read its config.toml, and k3s restarts in a loop. Retype the name.`,
        });
      for (const [key, name, property] of fields) {
        const field = auth[property];
        // Outside double quotes, k3s can't read a file with such characters.
        const escaped = field.value.kind === "scalar" && field.value.style === "double";
        const text = (binary ? decodedText(file, host, key) : undefined) ?? (escaped ? textOf(field) : undefined);
        const found = text === undefined ? undefined : controlCharacterIn(text);
        if (found === undefined) continue;
        reports.push({
          at: field.path,
          message: `This ${name} contains ${found}, a control character: containerd can't read its config.toml, and k3s restarts in a loop. Put the ${name} in single quotes, where a backslash is not an escape.`,
          fixes: withoutEscapes(file, field),
        });
      }
    }
    return reports;
  },
};

/** Returns the value as k3s reads it: one with the tag `!!binary` is decoded. */
function decodedText({ reading }: RegistriesFile, host: string, key: keyof AuthReading): string | undefined {
  return reading.ok ? reading.registry.configs[host]?.auth?.[key] : undefined;
}

/** Returns a fix that keeps what is between the double quotes, with its backslashes as plain characters. */
function withoutEscapes({ doc }: RegistriesFile, { path, value }: Field): readonly Fix[] {
  const source = doc.source(path);
  if (value.kind !== "scalar" || value.style !== "double" || /[\r\n]/.test(source)) return [];
  const text = source.slice(1, -1).replace(/\\(["\\])/g, "$1");
  return [
    {
      title: "Put the value in single quotes as written",
      safe: false,
      operations: [{ overwrite: path, value: { quoted: text } }],
    },
  ];
}
