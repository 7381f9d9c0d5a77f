import { columnsOf } from "./format/columns.ts";
import { linked, painted, type Style } from "./style.ts";

/** Lines are not wider, even where the terminal is: long lines are hard to read. */
const mostColumns = 100;

interface Layout {
  readonly style: Style;
  readonly addressOf: (target: string) => string;
  readonly room: number;
}

/**
 * Lays out a page of this project's documentation for a terminal: headings, paragraphs, lists and code.
 *
 * @param addressOf the address of a link's target
 */
export function shownMarkdown(page: string, style: Style, addressOf: (target: string) => string): string {
  const layout = { style, addressOf, room: Math.min(mostColumns, Math.max(40, style.columns ?? mostColumns)) };
  const text = page.replace(/<!--[\s\S]*?-->\n?|<a id="[^"]*"><\/a>\n?/g, "");
  return `${blocksOf(text)
    .map((block) => shownBlock(block, layout))
    .join("\n\n")}\n`;
}

/** What empty lines separate; those in code do not. */
function blocksOf(text: string): readonly string[] {
  const blocks: string[][] = [[]];
  let inCode = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) inCode = !inCode;
    if (line !== "" || inCode) blocks.at(-1)?.push(line);
    else blocks.push([]);
  }
  return blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

function shownBlock(block: string, layout: Layout): string {
  const [, heading] = /^#+ (.*)$/.exec(block) ?? [];
  if (heading !== undefined) return painted(layout.style, "title", heading.replaceAll("`", ""));
  const [, kind, code] = /^```\w*(?: (\w+))?.*\n([\s\S]*?)\n?```$/.exec(block) ?? [];
  if (code !== undefined) return `${kind === undefined ? "" : `(${kind})\n`}${code.replace(/^(?=.)/gm, "    ")}`;
  if (block.startsWith("|")) return block;
  if (!/^[-*] /.test(block)) return wrapped(block, "", "", layout);
  const items = block.split(/\n(?=[-*] )/);
  return items.map((item) => wrapped(item.slice(2), "- ", "  ", layout)).join("\n");
}

/** @param first what the first line starts with; `rest` is for all others */
function wrapped(text: string, first: string, rest: string, layout: Layout): string {
  const lines: string[] = [];
  let line = "";
  let columns = 0;
  // Code and links are one word, with the spaces in them.
  for (const [word] of text.matchAll(/(?:`[^`]+`|\[[^\]]*\]\([^)\s]*\)|\S)+/g)) {
    const [shown, width] = shownWord(word, layout);
    if (line !== "" && columns + 1 + width > layout.room) {
      lines.push(line);
      line = "";
    }
    const lead = line === "" ? (lines.length === 0 ? first : rest) : " ";
    columns = (line === "" ? 0 : columns) + lead.length + width;
    line += lead + shown;
  }
  return [...lines, line].join("\n");
}

function shownWord(word: string, { style, addressOf }: Layout): readonly [shown: string, columns: number] {
  let columns = 0;
  const add = (bare: string, shown: string): string => {
    columns += columnsOf(bare);
    return shown;
  };
  const shown = word.replace(
    /`([^`]+)`|\[([^\]]*)\]\(([^)\s]*)\)|[^`[]+|./g,
    (part: string, code?: string, label?: string, target?: string) => {
      if (code !== undefined) return style.colours ? add(code, painted(style, "code", code)) : add(part, part);
      if (label === undefined || target === undefined) return add(part, part);
      const name = label.replaceAll("`", "");
      return add(name, linked(style, addressOf(target), painted(style, "title", name)));
    },
  );
  return [shown, columns];
}
