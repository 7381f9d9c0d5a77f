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
const word = z.pipe(z.string().check(z.maxLength(2000)), z.transform(plainLine));
const seconds = z.int().check(z.minimum(0), z.maximum(99_999_999_999));
const digest = z.string().check(z.regex(/^[\da-f]{64}$/));
const maybe = <T extends z.core.$ZodType>(type: T) => z.nullish(type);
const hostsFile = z.object({
  host: word,
  sha256: digest,
  modified: maybe(seconds),
  generated: maybe(z.boolean()),
});
const line = z.object({
  k3sRegistries: z.literal(1),
  node: word.check(z.minLength(1)),
  product: maybe(z.enum(["k3s", "rke2"])),
  unit: maybe(word),
  init: maybe(word),
  path: maybe(word),
  file: maybe(z.object({ sha256: digest, mode: z.string().check(z.regex(/^[0-7]{1,4}$/)), modified: maybe(seconds) })),
  started: maybe(seconds),
  active: maybe(word),
  version: maybe(word),
  certsd: maybe(z.array(hostsFile).check(z.maxLength(200))),
  more: maybe(z.boolean()),
  waiting: maybe(word),
  problem: maybe(word),
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
    const parsed = z.safeParse(line, JSON.parse(written));
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
