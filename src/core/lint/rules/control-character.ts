import { controlCharacterIn } from "../../credentials/controlCharacter.ts";
import { type Field, type RegistriesFile, textOf } from "../../file/file.ts";
import type { AuthReading } from "../../file/goDecode.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** A host stands in a literal string of TOML, which has no escapes at all. */
const notTomlLiteral = /[\x00-\x08\x0a-\x1f\x7f]/;

const fields = [
  ["username", "username", "username"],
  ["password", "password", "password"],
  ["auth", "auth", "encoded"],
  ["identity_token", "identity token", "identityToken"],
] as const;

/** Source: docs/how-k3s-reads-it/generated-files.md#quoting. */
export const controlCharacter: Rule = {
  id: "control-character",
  summary: "A credential holds a control character that containerd can't read",
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
          message: `The name of this registry holds ${inHost}, an invisible control character: k3s writes it into containerd's config.toml, containerd can't read that and ends, and k3s restarts for ever. Write the name anew.`,
        });
      for (const [key, name, property] of fields) {
        const field = auth[property];
        // Elsewhere than between double quotes k3s' reader refuses such characters.
        const escaped = field.value.kind === "scalar" && field.value.style === "double";
        const text = (binary ? decodedText(file, host, key) : undefined) ?? (escaped ? textOf(field) : undefined);
        const found = text === undefined ? undefined : controlCharacterIn(text);
        if (found === undefined) continue;
        reports.push({
          at: field.path,
          message: `This ${name} holds ${found}, a control character: k3s writes it into containerd's config.toml in a way that containerd can't read, containerd ends, and k3s restarts for ever. A backslash stands for such a character in double quotes; put the ${name} in single quotes.`,
          fixes: withoutEscapes(file, field),
        });
      }
    }
    return reports;
  },
};

/** The text as k3s has it: a value with the tag `!!binary` is decoded. */
function decodedText({ reading }: RegistriesFile, host: string, key: keyof AuthReading): string | undefined {
  return reading.ok ? reading.registry.configs[host]?.auth?.[key] : undefined;
}

/** What stands between the double quotes, its backslashes taken for what they look like. */
function withoutEscapes({ doc }: RegistriesFile, { path, value }: Field): readonly Fix[] {
  const source = doc.source(path);
  if (value.kind !== "scalar" || value.style !== "double" || /[\r\n]/.test(source)) return [];
  const text = source.slice(1, -1).replace(/\\(["\\])/g, "$1");
  return [
    {
      title: "Put the text in single quotes as it stands",
      safe: false,
      operations: [{ set: path, value: { quoted: text } }],
    },
  ];
}
