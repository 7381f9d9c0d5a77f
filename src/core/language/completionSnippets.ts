import type { Level } from "../file/format.ts";
import { isGoogleHost } from "../hosts/registryHost.ts";
import { type Completion, completionItem, sortText, type Writing } from "./completionItem.ts";

/** Whole entries. A password is always left empty, between the quotes that it needs. */
export function keySnippets(
  writing: Writing,
  level: Level,
  host: string | undefined,
  offered: readonly string[],
): readonly Completion[] {
  const found: Completion[] = [];
  if (level === "root" && offered.includes("mirrors"))
    found.push(entrySnippet(writing, "mirrors …", [[0, "mirrors:"], ...below(mirrorLines)], mirrorDetail));
  if (level === "root" && offered.includes("configs"))
    found.push(entrySnippet(writing, "configs …", [[0, "configs:"], ...below(configLines)], configDetail));
  if (level === "config" && offered.includes("auth")) {
    const user = host !== undefined && isGoogleHost(host) ? "_json_key" : tabStop(1, "user");
    const lines: readonly SnippetLine[] = [
      [0, "auth:"],
      [1, `username: ${user}`],
      [1, "password: '$2'"],
    ];
    found.push(entrySnippet(writing, "auth …", lines, configDetail));
  }
  return found;
}

type SnippetLine = readonly [depth: number, text: string];

/** A place to fill in, as VS Code writes it in snippets. */
function tabStop(index: number, example: string): string {
  return `\${${index}:${example}}`;
}

const mirrorLines: readonly SnippetLine[] = [
  [0, `${tabStop(1, "docker.io")}:`],
  [1, "endpoint:"],
  [2, `- https://${tabStop(2, "registry.example.com")}`],
];
const configLines: readonly SnippetLine[] = [
  [0, `${tabStop(1, "registry.example.com")}:`],
  [1, "auth:"],
  [2, `username: ${tabStop(2, "user")}`],
  [2, "password: '$3'"],
];
const mirrorDetail = "A registry with an endpoint to pull from instead";
const configDetail = "Credentials of a host; the password is left empty";

function below(lines: readonly SnippetLine[]): readonly SnippetLine[] {
  return lines.map(([depth, text]) => [depth + 1, text]);
}

function entrySnippet(writing: Writing, label: string, lines: readonly SnippetLine[], detail: string): Completion {
  const insertText = lines
    .map(([depth, text]) => writing.step.repeat(depth) + text)
    .join(writing.newline + writing.base);
  return completionItem(writing, { label, kind: "snippet", insertText, detail, sort: sortText(5, 0), snippet: true });
}

/** A whole entry of a section. */
export function hostSnippet(writing: Writing, section: "mirrors" | "configs"): Completion {
  return section === "mirrors"
    ? entrySnippet(writing, "mirror …", mirrorLines, mirrorDetail)
    : entrySnippet(writing, "config …", configLines, configDetail);
}
