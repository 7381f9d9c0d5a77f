import { readFileSync } from "node:fs";

/** A pattern and a replacement that are given to Go's own regular expressions, and the texts to replace in. */
export interface RegexpInput {
  readonly pattern: string;
  readonly replacement: string;
  readonly texts: readonly string[];
}

const texts = [
  "library/nginx",
  "rancher/mirrored-pause",
  "my-org/rancher/app_1.2",
  "a",
  "aaa/bb/c",
  "AbC\nabc é.x",
  "",
];

function linesOf(file: string): readonly string[] {
  return readFileSync(new URL(file, import.meta.url), "utf8")
    .split("\n")
    .slice(0, -1);
}

/** Patterns that are no lines of the file. */
const built: readonly string[] = [
  "",
  "\\",
  "a\\",
  "[\\",
  "(\\",
  "a\nb",
  "\n",
  "[\n]",
  "[^\n]+",
  "$(?m)\n^",
  "`",
  "(".repeat(50),
  `${"(".repeat(50)}a${")".repeat(50)}`,
  `${"(".repeat(999)}a${")".repeat(999)}`,
  `${"(".repeat(1001)}a${")".repeat(1001)}`,
  `(?:${"abc|".repeat(40)}d)`,
  `${"a?".repeat(20)}${"a".repeat(20)}`,
  `${"a".repeat(300)}`,
  `((${"x".repeat(4000)}){1000})`,
];

/** With a pattern of two groups, a third that takes no part, and one with a name. */
const groups = "^([a-z]+)/(?P<name>[a-z0-9-]+)(x)?";
const replacements: readonly string[] = [...linesOf("replacements.txt"), "", "$ ", "$`", "$1\n$2"];

export const inputs: readonly RegexpInput[] = [
  ...[...linesOf("patterns.txt"), ...built].map((pattern) => ({ pattern, replacement: "<$0|$1>", texts })),
  ...replacements.map((replacement) => ({ pattern: groups, replacement, texts: texts.slice(0, 3) })),
  ...replacements.map((replacement) => ({ pattern: "(?:[aeiou]|(.)n)", replacement, texts: texts.slice(0, 2) })),
];
