import { filesBelow, readText } from "../project/files.ts";

/** The index of the pages about k3s, and the pages. */
export const bookPages: readonly string[] = ["docs/how-k3s-reads-it.md", ...filesBelow("docs/how-k3s-reads-it")];

/** A fenced block of a page: the words behind its fence, and its lines. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly words: readonly string[];
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const text = readText(page);
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(({ 1: info = "", 2: body = "", index }) => ({
    page,
    line: text.slice(0, index).split("\n").length,
    words: info.split(" "),
    text: body,
  }));
}

/** The rows of the tables of a page whose first heading is one of the names, as cells without their padding. */
export function tableRows(page: string, heading: string): readonly (readonly string[])[] {
  const lines = readText(page).split("\n");
  const rows: (readonly string[])[] = [];
  for (const [index, line] of lines.entries()) {
    if (cells(line)[0] !== heading) continue;
    for (const row of lines.slice(index + 2)) {
      if (!row.startsWith("|")) break;
      rows.push(cells(row));
    }
  }
  return rows;
}

function cells(line: string): readonly string[] {
  if (!line.startsWith("|")) return [];
  return line
    .slice(1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"))
    .slice(0, -1);
}

/** The code in a cell, without its backticks. */
export function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/(`+)(.+?)\1/g)].map(([, , code = ""]) => code);
}

/** The anchors that a page has: those that it sets itself, and those of its headings. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const text = readText(page).replace(/^```[\s\S]*?^```$/gm, "");
  return new Set([
    ...[...text.matchAll(/<a id="([\w-]+)"><\/a>/g)].map(([, id = ""]) => id),
    ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading)),
  ]);
}

/** The anchor of a heading as GitHub makes it. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}
