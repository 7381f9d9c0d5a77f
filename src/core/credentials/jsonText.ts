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
    if (comma === undefined) return refuse(jsonProblem(json, scan.error, "Fix it there, or use a fresh copy."));
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

/**
 * Says why a text is not JSON, where, and what to do; shows nothing of the text.
 *
 * @param again what to do where the file must be written again
 */
export function jsonProblem(text: string, error: JsonError, again: string): string {
  if (error.fault === "too-deep") return "This JSON is nested too deeply for a credential file.";
  const { line, column } = lineColumnsIn(text)(error.offset);
  const [fault, remedy = again] = jsonFault(text, error);
  return `${fault} (line ${line}, column ${column}). ${remedy}`;
}

function jsonFault(text: string, { fault, offset }: JsonError): readonly [fault: string, remedy?: string] {
  if (fault === "cut-off") return ["The JSON is cut off", "Copy the whole file, up to its last brace."];
  if (fault === "trailing")
    return ["More text follows the end of the JSON", "Keep only the part from the first brace to its closing brace."];
  if (fault === "line-break-in-string") {
    const before = text.slice(0, offset);
    return before.lastIndexOf('"private_key"') > before.lastIndexOf("-----END")
      ? ["The private_key is broken over several lines instead of by \\n"]
      : ["A string in the JSON is broken over several lines"];
  }
  if (fault === "control-in-string") return ["A string in the JSON contains a tab or another control character"];
  if (fault === "bad-escape") return ["The JSON contains an invalid backslash escape"];
  const char = text[offset] ?? "";
  if (/[\u2018\u2019\u201c\u201d]/.test(char)) return ["The JSON contains typographic quotes instead of straight ones"];
  return /[}\]]/.test(char)
    ? ["The JSON has an extra comma before a closing bracket", "Remove it."]
    : ["This is not valid JSON"];
}
