import { type JsonError, scanJson } from "../json/tokens.ts";
import { lineColumnsIn } from "../text/lines.ts";
import { type Result, refuse } from "../text/result.ts";

/** A JSON text that was written by a tool or, not always well, by hand. */
export type JsonTextReading = Result<{
  readonly value: unknown;
  /** About commas that JSON does not allow; the value is that without them. */
  readonly warnings: readonly string[];
}>;

/** With more superfluous commas than this, the text was not meant as JSON. */
const mostCommas = 20;

/**
 * Reads JSON, and forgives commas before a closing bracket, as in an example of podman's own manual
 * (containers-auth.json(5)).
 *
 * @returns the value, or one sentence that names the place of the fault and shows nothing of the text
 */
export function readJsonText(text: string): JsonTextReading {
  const warnings: string[] = [];
  let json = text;
  for (let commas = 0; ; commas++) {
    const scan = scanJson(json);
    if (scan.ok) break;
    const comma = commas < mostCommas ? commaBefore(json, scan.error) : undefined;
    if (comma === undefined) return refuse(jsonProblem(json, scan.error));
    if (commas === 0) warnings.push(commaWarning(text, comma));
    json = `${json.slice(0, comma)} ${json.slice(comma + 1)}`;
  }
  return { ok: true, value: JSON.parse(json), warnings };
}

function commaBefore(json: string, { fault, offset }: JsonError): number | undefined {
  if (fault !== "unexpected" || !/[}\]]/.test(json[offset] ?? "")) return undefined;
  const before = json.slice(0, offset).trimEnd();
  return before.endsWith(",") ? before.length - 1 : undefined;
}

function commaWarning(text: string, offset: number): string {
  const { line, column } = lineColumnsIn(text)(offset);
  return `The file has an extra comma (line ${line}, column ${column}), so Docker and podman reject it. It was read without that comma.`;
}

function jsonProblem(text: string, { fault, offset }: JsonError): string {
  if (fault === "too-deep") return "This JSON is nested too deeply for a credential file.";
  const { line, column } = lineColumnsIn(text)(offset);
  if (fault === "cut-off")
    return `The JSON is cut off (line ${line}, column ${column}). Copy the whole file, up to its last brace.`;
  if (fault === "trailing")
    return `More text follows the end of the JSON (line ${line}, column ${column}). Keep only the part from the first brace to its closing brace.`;
  if (/[\u2018\u2019\u201c\u201d]/.test(text[offset] ?? ""))
    return `The JSON contains typographic quotes instead of straight ones (line ${line}, column ${column}). Copy the file itself, not its content from a page.`;
  return `This is not valid JSON (line ${line}, column ${column}), so no tool can read it. Fix it there, or use a fresh copy.`;
}
