import type { RegistriesFile } from "../../file/file.ts";
import type { Registry } from "../../file/goDecode.ts";
import { type FileReader, readText } from "../../file/reader.ts";
import { looksLikeJson } from "../../json/object.ts";
import {
  firstInvisible,
  hasInvisibleCharacter,
  nameOfInvisible,
  plainCharacters,
  startsOrEndsWithQuote,
  withoutInvisible,
} from "../../text/invisible.ts";
import { applyEdits } from "../../text/span.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { type InvisibleCharacters, invisibleCharacters, type ScalarWithInvisible } from "../../yaml/invisible.ts";
import { hasTemplate } from "../../yaml/template.ts";
import { renameHost } from "../renameHost.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "The file contains an invisible character or a typographic quote";

/** Source: docs/how-k3s-reads-it/yaml.md#characters. */
export const invisibleCharacter: Rule = {
  id: "invisible-character",
  severity: "error",
  fixes: true,
  onBrokenFile: true,
  check(file) {
    const { doc } = file;
    const reports: Report[] = [];
    const stray = invisibleCharacters(doc);
    if (stray.first) reports.push(inSpacing(file, stray));
    for (const scalar of stray.scalars) {
      const report = scalar.part === "key" ? inKey(doc, scalar) : inValue(doc, scalar);
      if (report) reports.push(report);
    }
    return reports;
  },
};

function inSpacing({ doc: { text }, reader }: RegistriesFile, { blanks, first }: InvisibleCharacters): Report {
  const repaired = applyEdits(text, blanks);
  const before = readingOf(text, reader);
  const after = readingOf(repaired, reader);
  const lines =
    blanks.length === 1 ? "" : `, here and on ${blanks.length - 1} more ${blanks.length === 2 ? "line" : "lines"}`;
  const char = firstInvisible(text.slice(first?.start, first?.end));
  const name = nameOfInvisible(char);
  const [advice, title] =
    plainCharacters(char) === "" ? ["Remove it", "Remove it"] : ["Replace it with a space", "Replace with spaces"];
  const changed = JSON.stringify(before) !== JSON.stringify(after);
  return {
    at: first ?? [],
    severity: changed ? "error" : "warning",
    message: `The spacing contains ${name}${lines}: YAML reads it as an ordinary character${changed ? ", so k3s reads the file differently than it looks" : ""}. ${advice}.`,
    fixes:
      after === undefined || (before && losesEntry(before, after))
        ? []
        : [
            {
              title,
              safe: true,
              operations: blanks.map(({ start, end, text }) => ({ write: { start, end }, text })),
            },
          ],
  };
}

/** Returns what k3s reads; `undefined` if it can't. */
function readingOf(text: string, reader: FileReader): Registry | undefined {
  const reading = readText(text, reader);
  return reading.ok ? reading.registry : undefined;
}

/** True if k3s no longer reads an entry: a key that was another one takes the place of the right one. */
function losesEntry(before: Registry, after: Registry): boolean {
  return (["mirrors", "configs", "auths"] as const).some((section) =>
    Object.keys(before[section]).some((key) => !Object.hasOwn(after[section], key)),
  );
}

function inKey(doc: YamlDocument, { path, text }: ScalarWithInvisible): Report | undefined {
  if (hasTemplate(text)) return undefined;
  const meant = withoutInvisible(text);
  return {
    at: path,
    part: "key",
    message: `This key contains ${nameOfInvisible(firstInvisible(text))}, so k3s reads it as a different key and ignores what it sets. ${/^[\w.:*-]{1,64}$/.test(meant) ? `Write "${meant}"` : "Retype it"}.`,
    fixes:
      meant === "" || /["'\s]/.test(meant) ? [] : renameHost(doc, path, meant, true, "Use plain characters in the key"),
  };
}

const shown: Readonly<Record<string, string>> = {
  username: "username",
  password: "password",
  auth: "auth value",
  identity_token: "identity token",
};

function inValue(doc: YamlDocument, { path, text }: ScalarWithInvisible): Report | undefined {
  const field = String(path.findLast((key) => typeof key === "string"));
  const value = doc.value(path);
  if (value.kind !== "scalar" || field === "insecure_skip_verify" || !hasInvisibleCharacter(text)) return undefined;
  const secret = field === "password" || field === "identity_token";
  if (secret && looksLikeJson(text)) return undefined;
  const quoted = startsOrEndsWithQuote(text);
  const meant = withoutInvisible(text);
  const inner = secret && !quoted && !hasInvisibleCharacter(text[0] ?? "") && !hasInvisibleCharacter(text.at(-1) ?? "");
  const name = shown[field] ?? "value";
  const message = quoted
    ? `This ${name} has typographic quotes, which YAML reads as part of it, so k3s uses the ${name} with them. Use straight quotes (' or ").`
    : `This ${name} contains ${nameOfInvisible(firstInvisible(text))}, and k3s uses it with that character. Retype the ${name}${inner ? " unless the character is intended" : ""}.`;
  return { at: path, severity: inner ? "warning" : "error", message, fixes: rewrite(path, meant, !secret || quoted) };
}

function rewrite(path: ScalarWithInvisible["path"], meant: string, safe: boolean): readonly Fix[] {
  if (meant === "" || hasInvisibleCharacter(meant)) return [];
  // Inside a list, as in a file whose first bracket is never closed, a value can't be set by its path.
  if (path.slice(0, -1).some((key) => typeof key === "number")) return [];
  const item = typeof path.at(-1) === "number";
  return [
    {
      title: "Use plain characters",
      safe,
      operations: [item ? { replace: path, value: meant } : { overwrite: path, value: { quoted: meant } }],
    },
  ];
}
