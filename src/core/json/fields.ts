import { scanJson } from "./tokens.ts";

/**
 * Writes a text as a field of a JSON object: in the place of the value it has, or as the last field. Everything else
 * stays as it is written.
 *
 * @param json a text that is valid JSON
 * @returns `undefined` when it is no object
 */
export function withField(json: string, name: string, value: string): string | undefined {
  const scan = scanJson(json);
  if (!scan.ok || json[scan.tokens[0]?.start ?? 0] !== "{") return undefined;
  const { tokens } = scan;
  let depth = 0;
  let last: number | undefined;
  tokens.forEach(({ kind, start, end }, index) => {
    const source = json.slice(start, end);
    if (kind === "punctuation") depth += /[{[]/.test(source) ? 1 : /[}\]]/.test(source) ? -1 : 0;
    const isKey = depth === 1 && kind === "string" && json[tokens[index + 1]?.start ?? 0] === ":";
    if (isKey && JSON.parse(source) === name) last = index;
  });
  const written = JSON.stringify(value);
  const old = last === undefined ? undefined : tokens[last + 2];
  if (old?.kind === "punctuation") return undefined;
  if (old) return `${json.slice(0, old.start)}${written}${json.slice(old.end)}`;
  const close = tokens.at(-1)?.start ?? json.length;
  const before = json.slice(0, close).trimEnd();
  return `${before}${before.endsWith("{") ? "" : ", "}${JSON.stringify(name)}: ${written}${json.slice(close)}`;
}
