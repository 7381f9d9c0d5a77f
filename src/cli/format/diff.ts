import { type ComparedLine, comparedLines } from "../../core/convert/changePreview.ts";
import { printable } from "../command.ts";
import { painted } from "../style.ts";
import type { Format, FormatOptions, ShownFile } from "./format.ts";

const context = 3;
const signs = { same: " ", removed: "-", added: "+" } as const;
const colours = { same: undefined, removed: "error", added: "fix" } as const;

/** What the fixes change, as a unified diff with secrets masked. */
export function diff({ style }: FormatOptions): Format {
  return {
    start: () => "",
    *file({ path, change }: ShownFile) {
      if (!change) return;
      const name = printable(path);
      yield `${painted(style, "title", `--- ${name}`)}\n${painted(style, "title", `+++ ${name}`)}\n`;
      for (const hunk of hunksOf(comparedLines(change.before, change.after))) {
        yield `${painted(style, "code", header(hunk))}\n`;
        for (const { kind, text } of hunk) {
          const line = `${signs[kind]}${printable(text)}`;
          yield `${colours[kind] ? painted(style, colours[kind], line) : line}\n`;
        }
      }
    },
    end: () => "",
  };
}

type Hunk = readonly ComparedLine[];

/** The changed lines with those around them; hunks that would touch are one. */
function hunksOf(lines: readonly ComparedLine[]): readonly Hunk[] {
  const hunks: ComparedLine[][] = [];
  let end = 0;
  for (const [index, { kind }] of lines.entries()) {
    if (kind === "same") continue;
    const start = Math.max(end, index - context);
    const next = Math.min(lines.length, index + context + 1);
    const last = hunks.at(-1);
    if (last && start === end) last.push(...lines.slice(start, next));
    else hunks.push(lines.slice(start, next));
    end = Math.max(end, next);
  }
  return hunks;
}

function header(hunk: Hunk): string {
  const [first] = hunk;
  const count = (other: ComparedLine["kind"]): number => hunk.filter(({ kind }) => kind !== other).length;
  const range = (line: number, length: number): string =>
    `${length === 0 ? line - 1 : line}${length === 1 ? "" : `,${length}`}`;
  return `@@ -${range(first?.oldLine ?? 1, count("added"))} +${range(first?.newLine ?? 1, count("removed"))} @@`;
}
