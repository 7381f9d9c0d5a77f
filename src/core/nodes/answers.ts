import * as z from "zod/mini";
import { maskedText } from "../display/masked.ts";
import { parseTarget, type Target } from "../file/release.ts";
import { maxFileSize } from "../text/limits.ts";
import { shortened } from "../text/shorten.ts";

/** The longest line that is read, in UTF-16 units, and the most nodes that are. */
const maxLine = 65_536;
const maxNodes = 2000;
/** Faults beyond these are only counted. */
const maxFaults = 20;

/** What comes from a node may be anything: without what moves a cursor, turns writing around or can't be seen. */
const word = z.string().check(
  z.refine(({ length }) => length <= 2000),
  (read) => {
    read.value = plainLine(read.value);
  },
);
const matching = (pattern: RegExp) => z.string().check(z.refine((text) => pattern.test(text)));
const seconds = z.custom<number>(Number.isInteger).check(z.refine((value) => value >= 0 && value < 1e11));
const digest = matching(/^[\da-f]{64}$/);
const flag = z.literal([true, false]);
const hostsFile = z.object({
  host: word,
  sha256: digest,
  modified: z.optional(seconds),
  generated: z.optional(flag),
});
const line = z.object({
  k3sRegistries: z.literal(1),
  node: word.check(z.refine((text) => text !== "")),
  product: z.optional(z.literal(["k3s", "rke2"])),
  unit: z.optional(word),
  init: z.optional(word),
  path: z.optional(word),
  file: z.optional(z.object({ sha256: digest, mode: matching(/^[0-7]{1,4}$/), modified: z.optional(seconds) })),
  started: z.optional(seconds),
  active: z.optional(word),
  version: z.optional(word),
  certsd: z.optional(z.array(hostsFile).check(z.refine(({ length }) => length <= 200))),
  more: z.optional(flag),
  waiting: z.optional(word),
  problem: z.optional(word),
});

/** What one node answered. It is untrusted; its strings are printable, and short. */
export type NodeAnswer = z.infer<typeof line>;
/** A hosts.toml of a node. */
export type NodeHostsFile = z.infer<typeof hostsFile>;

/** A line that is not an answer. */
export interface AnswerFault {
  /** From 1 on. */
  readonly line: number;
  /** What is wrong with it, to follow its number. It quotes nothing but names of nodes. */
  readonly fault: string;
}

export interface NodeAnswers {
  /** One for each node, in the order of the lines. */
  readonly answers: readonly NodeAnswer[];
  readonly faults: readonly AnswerFault[];
}

/**
 * Reads what the scripts of `deploy --to ssh` and `check` print: a line of JSON for each node. Takes any text; empty lines
 * are skipped, and of several answers of a node the last one counts.
 */
export function readAnswers(text: string): NodeAnswers {
  const found = new Map<string, { readonly answer: NodeAnswer; readonly number: number }>();
  const faults: AnswerFault[] = [];
  let unlisted = 0;
  const fault = (number: number, what: string): void => {
    if (faults.length < maxFaults) faults.push({ line: number, fault: what });
    else unlisted++;
  };
  const lines = text
    .slice(0, maxFileSize)
    .replace(/^\ufeff/, "")
    .split(/\r\n|[\r\n]/);
  for (const [index, written] of lines.entries()) {
    const number = index + 1;
    if (written.trim() === "") continue;
    const answer = answerOf(written);
    if (typeof answer === "string") fault(number, answer);
    else {
      const before = found.get(answer.node);
      if (before) fault(before.number, `${answer.node} answers again in line ${number}, and that answer counts`);
      if (found.size >= maxNodes && !before) fault(number, `more than ${maxNodes} nodes answer, the rest is left out`);
      else found.set(answer.node, { answer, number });
    }
  }
  if (text.length > maxFileSize) fault(lines.length, "the text is too large, the rest is left out");
  if (unlisted > 0) faults.push({ line: lines.length, fault: `${unlisted} more lines up to this one are not answers` });
  return { answers: [...found.values()].map(({ answer }) => answer), faults };
}

function answerOf(written: string): NodeAnswer | string {
  if (written.length > maxLine) return "this line is longer than 64 kB";
  try {
    // What is null is left out.
    const parsed = line.safeParse(JSON.parse(written, (_, value) => value ?? undefined));
    if (parsed.success) return parsed.data;
    const path = parsed.error.issues[0]?.path.filter((part) => typeof part === "string").join(".");
    return path === undefined || path === "" ? "this is not the answer of a node" : `the value of ${path} is not valid`;
  } catch {
    return "this is not the answer of a node";
  }
}

/** What a node runs, of its answer. */
export function nodeTarget({ product, version }: NodeAnswer): Target {
  const named = version ? (parseTarget(version) ?? {}) : {};
  return product ? { ...named, product } : named;
}

/** Returns a text of a node on one line, without key material. */
export function plainLine(text: string): string {
  return shortened(maskedText(text.replace(/[\p{C}\p{Z}]+/gu, " ").trim()));
}
