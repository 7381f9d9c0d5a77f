import { type JsonError, scanJson } from "../json/tokens.ts";
import { placesIn } from "../text/lines.ts";
import { type Phrase, phrase } from "../text/phrase.ts";

/** A JSON text that was written by a tool or, not always well, by hand. */
export type JsonTextReading =
  /** `warnings` speak of commas that JSON does not allow; the value is that without them. */
  | { readonly ok: true; readonly value: unknown; readonly warnings: readonly Phrase[] }
  | { readonly ok: false; readonly problem: Phrase };

/** With more superfluous commas than this, the text was not meant as JSON. */
const mostCommas = 20;

/**
 * Reads JSON, and forgives commas before a closing bracket, as in an example of podman's own manual
 * (containers-auth.json(5)).
 *
 * @returns the value, or one sentence that names the place of the fault and shows nothing of the text
 */
export function readJsonText(text: string): JsonTextReading {
  const warnings: Phrase[] = [];
  let json = text;
  for (let commas = 0; ; commas++) {
    const scan = scanJson(json);
    if (scan.ok) break;
    const comma = commas < mostCommas ? commaBefore(json, scan.error) : undefined;
    if (comma === undefined) return { ok: false, problem: jsonFault(json, scan.error) };
    if (commas === 0) warnings.push(commaWarning(text, comma));
    json = `${json.slice(0, comma)} ${json.slice(comma + 1)}`;
  }
  return { ok: true, value: JSON.parse(json), warnings };
}

function commaBefore(json: string, { problem, offset }: JsonError): number | undefined {
  if (problem !== "unexpected" || !/[}\]]/.test(json[offset] ?? "")) return undefined;
  const before = json.slice(0, offset).trimEnd();
  return before.endsWith(",") ? before.length - 1 : undefined;
}

function commaWarning(text: string, offset: number): Phrase {
  const { line, column } = placesIn(text)(offset);
  return phrase(
    "There is a comma too many in the file (line {0}, column {1}), for which Docker and podman refuse it. It was read without that comma.",
    line,
    column,
  );
}

function jsonFault(text: string, { problem, offset }: JsonError): Phrase {
  if (problem === "too-deep") return phrase("This JSON is nested too deeply to be a file of credentials.");
  const { line, column } = placesIn(text)(offset);
  if (problem === "cut-off")
    return phrase(
      "The JSON is cut off (line {0}, column {1}). Copy the whole file, up to its last brace.",
      line,
      column,
    );
  if (problem === "trailing")
    return phrase(
      "There is more text after the end of the JSON (line {0}, column {1}). Keep what stands between the first brace and the one that closes it.",
      line,
      column,
    );
  if (/[\u2018\u2019\u201c\u201d]/.test(text[offset] ?? ""))
    return phrase(
      "There are typographic quotes instead of straight ones (line {0}, column {1}). Copy the file itself, not its text from a page.",
      line,
      column,
    );
  return phrase(
    "This is not valid JSON (line {0}, column {1}), so no tool can read it. Mend it there, or take a fresh copy.",
    line,
    column,
  );
}
