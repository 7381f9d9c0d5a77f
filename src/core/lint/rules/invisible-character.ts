import { looksLikeJson } from "../../credentials/password.ts";
import { readText } from "../../file/goDecode.ts";
import {
  holdsStrayCharacter,
  nameOfStray,
  plainCharacters,
  plainText,
  startsOrEndsWithQuote,
  strayCharacter,
} from "../../text/invisible.ts";
import { applyEdits } from "../../text/span.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { type StrayCharacters, type StrayScalar, strayCharacters } from "../../yaml/invisible.ts";
import { holdsTemplate } from "../../yaml/template.ts";
import { renameHost } from "../renameHost.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/yaml.md#characters. */
export const invisibleCharacter: Rule = {
  id: "invisible-character",
  summary: "There is an invisible character or a typographic quote",
  severity: "error",
  onBrokenFile: true,
  check({ doc }) {
    const reports: Report[] = [];
    const stray = strayCharacters(doc);
    if (stray.first) reports.push(inBlanks(doc, stray));
    for (const scalar of stray.scalars) {
      const report = scalar.part === "key" ? inKey(doc, scalar) : inValue(doc, scalar);
      if (report) reports.push(report);
    }
    return reports;
  },
};

function inBlanks({ text }: YamlDocument, { blanks, first }: StrayCharacters): Report {
  const mended = applyEdits(text, blanks);
  const before = readingOf(text);
  const after = readingOf(mended);
  const lines =
    blanks.length === 1 ? "" : `, here and on ${blanks.length - 1} more ${blanks.length === 2 ? "line" : "lines"}`;
  const char = strayCharacter(text.slice(first?.start, first?.end));
  const name = nameOfStray(char);
  const [place, advice] =
    plainCharacters(char) === "" ? ["In the blanks", "Take it out"] : ["Where a blank belongs", "Write blanks"];
  const changed = before !== after;
  return {
    at: first ?? [],
    severity: changed ? "error" : "warning",
    message: `${place} stands ${name}${lines}. YAML takes it for text${changed ? ", so k3s does not read what seems to stand here" : ""}. ${advice}.`,
    fixes:
      after === undefined
        ? []
        : [
            {
              title: advice,
              safe: true,
              operations: blanks.map(({ start, end, text }) => ({ write: { start, end }, text })),
            },
          ],
  };
}

/** What k3s reads; `undefined` when it can't. */
function readingOf(text: string): string | undefined {
  const reading = readText(text);
  return reading.ok ? JSON.stringify(reading.registry) : undefined;
}

function inKey(doc: YamlDocument, { path, text }: StrayScalar): Report | undefined {
  if (holdsTemplate(text)) return undefined;
  const meant = plainText(text);
  return {
    at: path,
    part: "key",
    message: `This key has ${nameOfStray(strayCharacter(text))} in it, so k3s takes it for another key and ignores what it sets. Write ${/^[\w.:*-]{1,64}$/.test(meant) ? meant : "the key anew"}.`,
    fixes:
      meant === "" || /["'\s]/.test(meant)
        ? []
        : renameHost(doc, path, meant, true, "Write the key in plain characters"),
  };
}

const shown: Readonly<Record<string, string>> = {
  username: "username",
  password: "password",
  auth: "auth",
  identity_token: "identity token",
};

function inValue(doc: YamlDocument, { path, text }: StrayScalar): Report | undefined {
  const field = String(path.findLast((key) => typeof key === "string"));
  const value = doc.value(path);
  if (value.kind !== "scalar" || field === "insecure_skip_verify" || !holdsStrayCharacter(text)) return undefined;
  const secret = field === "password" || field === "identity_token";
  if (secret && looksLikeJson(text)) return undefined;
  const quoted = startsOrEndsWithQuote(text);
  const meant = plainText(text);
  const inner = secret && !quoted && !holdsStrayCharacter(text[0] ?? "") && !holdsStrayCharacter(text.at(-1) ?? "");
  const name = shown[field] ?? "value";
  const message = quoted
    ? `This ${name} has typographic quotes: to YAML they are a part of the text, and k3s uses the ${name} with them. Use ' or ".`
    : `This ${name} has ${nameOfStray(strayCharacter(text))} in it, and k3s uses it with that character${inner ? ". If it is not meant to be there, write" : ", which can't be right. Write"} the ${name} anew.`;
  return { at: path, severity: inner ? "warning" : "error", message, fixes: rewrite(path, meant, !secret || quoted) };
}

function rewrite(path: StrayScalar["path"], meant: string, safe: boolean): readonly Fix[] {
  if (meant === "" || holdsStrayCharacter(meant)) return [];
  // Below a list, as in a file whose first bracket is never closed, a value can't be set by its path.
  if (path.slice(0, -1).some((key) => typeof key === "number")) return [];
  const item = typeof path.at(-1) === "number";
  return [
    {
      title: "Write it in plain characters",
      safe,
      operations: [item ? { replace: path, value: meant } : { set: path, value: { quoted: meant } }],
    },
  ];
}
