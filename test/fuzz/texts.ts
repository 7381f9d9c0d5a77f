import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { filesBelow, readText } from "../project/files.ts";
import { grammarTexts } from "./grammar.ts";

/** What a slip of the hand or a bad paste puts into a file. */
export const scraps: readonly string[] = [
  ..."\"'{}[]:,#&*!|>@`%-?\\\t\r\n \ufeff\u00a0\u2028\u0000é😀",
  "\n  ",
  "\r\n",
  "\n\t",
  ": ",
  "- ",
  " #",
  "---\n",
  "...\n",
  "<<: *a",
  "&a ",
  "''",
  '\\"',
  "\\n",
  "{{ x }}",
  "$" + "{X}",
  "mirrors:",
  "configs:",
  "endpoint:",
  "rewrite:",
  "auth:",
  "tls:",
  "username:",
  "password:",
  "_json_key",
  '{"type": "service_account"}',
  "https://",
  "docker.io",
  "registry.example.com:5000",
  "*",
  "true",
  "null",
  "0123",
];

/** The fixtures of all rules and, where it is there, the shared corpus. */
export function startTexts(): readonly string[] {
  const corpus = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
  const own = filesBelow("test/rules").filter((file) => file.endsWith(".yaml"));
  const real = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith(".yaml")) : [];
  return [...own.map(readText), ...real.map((name) => readFileSync(`${corpus}/${name}`, "utf8"))];
}

interface Damage {
  readonly at: number;
  readonly length: number;
  readonly to: number;
  readonly scrap: string;
  readonly kind: "insert" | "delete" | "replace" | "copy" | "cut" | "shift";
}

/** From one to five faults, of which some put in a scrap. */
export function damages(from: readonly string[]): fc.Arbitrary<(text: string) => string> {
  const damage: fc.Arbitrary<Damage> = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(40),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    scrap: fc.constantFrom(...from),
    kind: fc.constantFrom("insert", "delete", "replace", "copy", "cut", "shift"),
  });
  return fc.array(damage, { minLength: 1, maxLength: 5 }).map(
    (faults) =>
      (text: string): string =>
        faults.reduce(damaged, text),
  );
}

function damaged(text: string, { at, length, to, scrap, kind }: Damage): string {
  const start = Math.floor(at * text.length);
  const end = Math.min(text.length, start + length);
  const target = Math.floor(to * text.length);
  if (kind === "insert") return text.slice(0, start) + scrap + text.slice(start);
  if (kind === "delete") return text.slice(0, start) + text.slice(end);
  if (kind === "replace") return text.slice(0, start) + scrap + text.slice(end);
  if (kind === "copy") return text.slice(0, target) + text.slice(start, end) + text.slice(target);
  if (kind === "cut") return text.slice(0, start);
  const line = text.indexOf("\n", start) + 1;
  return text.slice(0, line) + " ".repeat(length % 5) + text.slice(line);
}

/** Files with lines of another in them, from where a key of the same indentation is in both. */
export function splicedTexts(): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const texts = startTexts();
  return fc
    .tuple(fc.constantFrom(...texts), fc.constantFrom(...texts), place, place, fc.integer({ min: 1, max: 12 }))
    .map(([into, from, to, at, count]) => {
      const lines = into.split("\n");
      const others = from.split("\n");
      const first = Math.floor(at * others.length);
      const target = Math.floor(to * lines.length);
      const indent = indentOf(others[first] ?? "");
      const same = lines.findIndex((line, index) => index >= target && indentOf(line) === indent);
      lines.splice(same < 0 ? target : same, 0, ...others.slice(first, first + count));
      return lines.join("\n");
    });
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

/** Files with up to five faults more than they had, and texts that are made of scraps alone. */
export function fuzzedTexts(): fc.Arbitrary<string> {
  const files = fc
    .tuple(fc.oneof(fc.constantFrom(...startTexts()), grammarTexts()), damages(scraps))
    .map(([text, damage]) => damage(text));
  const random = fc.array(fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 6 })), { maxLength: 40 });
  return fc.oneof({ weight: 9, arbitrary: files }, { weight: 1, arbitrary: random.map((parts) => parts.join("")) });
}
