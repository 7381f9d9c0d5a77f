import type { RegistriesFile } from "../file/file.ts";
import { effectOf, type FileEffect, losesNothing, readsLess } from "../file/fileEffect.ts";
import { openRegistries } from "../file/openRegistries.ts";
import { type FileReader, readers, readText } from "../file/reader.ts";
import { partitionPoint } from "../text/partitionPoint.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import type { SourceText } from "../yaml/source.ts";
import { type Finding, type FindingFix, type LintedFile, lintFile } from "./lint.ts";
import type { LintSettings } from "./rule.ts";

/** What a run of all safe fixes does to a text. */
export interface Fixing {
  /** The new text; the same string when there is nothing to fix. */
  readonly text: string;
  /** The texts on the way, one a round, the last one included: a fix can uncover what another rule then fixes. */
  readonly rounds: readonly string[];
  /** The edits of each round, of the text before it. */
  readonly steps: readonly (readonly TextEdit[])[];
  /** The findings with a safe fix that are gone afterwards: those that may be announced as fixable. */
  readonly fixed: readonly Finding[];
  /** The text before with its findings. */
  readonly linted: LintedFile;
  /** The new text with its findings: the same object when there is nothing to fix. */
  readonly result: LintedFile;
}

/** Fixes can uncover one another; a text that has not come to rest after so many rounds is left as it was. */
const maxRounds = 20;

/** The same for a long text, by what the rounds read together, in UTF-16 units: ten rounds of a megabyte. */
const mostRead = 1e7;

/** A text that fixes make longer than this many times its length would only get longer. */
const mostGrowth = 4;

/** How many parts of rounds are tried, in a whole run, to find the fixes that spoil it. */
export const maxTrials = 40;

/** What a round made of the text before it. */
interface Round {
  readonly edits: readonly TextEdit[];
  readonly linted: LintedFile;
}

/**
 * Applies safe fixes until none is left or the text repeats. What a fix would make unreadable for k3s, or rob of a
 * mirror, an endpoint or a credential, is not applied; the others are.
 *
 * @param source a text, or what `decodeBytes` made of a file
 * @param id of the one rule whose findings are fixed; of all rules, unless said
 */
export function fixing(source: string | SourceText, settings: LintSettings = {}, id?: string): Fixing {
  return fixLinted(lintFile(openRegistries(source, readerFor(settings)), settings, id), id);
}

/** What reads a registries.yaml of its own first: k3d gives it to the nodes as it understands it. */
export function readerFor({ target }: LintSettings): FileReader {
  return target?.product === "k3d" ? "k3d" : "k3s";
}

/**
 * The same for a text that is linted already.
 *
 * @param open opens the text of each round
 */
export function fixLinted(linted: LintedFile, id?: string, open: Open = linted.file.reopen.bind(linted.file)): Fixing {
  const { file, settings } = linted;
  const first = id === undefined ? linted : lintFile(file, settings, id);
  const lintAgain: Lint = (text) => lintFile(open(text), settings, id);
  const rounds = settled(first, (state) => roundAfter(state, lintAgain));
  // A fix may leave what k3s can't read to the fix that it uncovers: what counts is how it ends.
  const last = rounds.at(-1);
  if (last === undefined || losesNothing(effectIn(first), effectIn(last.linted))) return fixingOf(first, rounds);
  const trials = { left: maxTrials };
  return fixingOf(
    first,
    settled(first, (state) => roundOfGoodOnes(state, lintAgain, trials)),
  );
}

/** The rounds from a text on, until none follows; none when it does not come to rest. */
function settled(first: LintedFile, next: (state: LintedFile) => Round | undefined): readonly Round[] {
  const rounds: Round[] = [];
  const texts = [first.file.doc.text];
  for (let round = next(first); round !== undefined; round = next(round.linted)) {
    // Of a circle, the text where it begins is kept, whichever of its texts the run starts with.
    const { text } = round.linted.file.doc;
    const seen = texts.indexOf(text);
    if (seen >= 0) return rounds.slice(0, seen);
    texts.push(text);
    // Quotes that are doubled again in each round never come to rest.
    if (
      rounds.push(round) >= Math.min(maxRounds, mostRead / text.length) ||
      text.length > mostGrowth * (first.file.doc.text.length + 100)
    )
      return [];
  }
  return rounds;
}

/** The text after all safe fixes; see `fixing`. */
export function fixAll(text: string, settings: LintSettings = {}, id?: string): string {
  return fixing(text, settings, id).text;
}

/** What reads the file first: k3d if that is the target, wherever the file is. */
function readerOf({ file, settings }: LintedFile): FileReader {
  return settings.target?.product === "k3d" ? "k3d" : file.reader;
}

function effectIn(linted: LintedFile): FileEffect {
  const { file } = linted;
  const reader = readerOf(linted);
  return effectOf(reader === file.reader ? file.reading : readers[reader].read(file.doc.document));
}

/** True if a finding has a fix that `fixing` applies, unless it would spoil the text. */
export function hasSafeFix({ fixes }: Finding): boolean {
  return fixes.some(({ safe }) => safe);
}

/**
 * The fixes of a finding after which k3s reads no less of the text than before. After a safe one, or once those that it
 * uncovers are applied, the finding is gone and nothing is lost. Each costs as much as parsing the text.
 *
 * @param open opens the text after a fix
 */
export function offeredFixes(
  linted: LintedFile,
  finding: Finding,
  open: Open = linted.file.reopen.bind(linted.file),
): readonly FindingFix[] {
  const { file, settings } = linted;
  const before = effectOf(file.reading);
  return finding.fixes.filter(({ edits, safe }) => {
    if (edits.length === 0) return false;
    const changed = open(applyEdits(file.doc.text, edits));
    if (readsLess(before, effectOf(changed.reading))) return false;
    if (!safe) return true;
    const gone = isGone(finding, linted, lintFile(changed, settings, finding.id));
    if (gone && losesNothing(before, effectOf(changed.reading))) return true;
    // A value that hosts share through an anchor is reported once, and fixed for one after the other.
    if (!gone && before.reads !== "all") return false;
    const { result } = fixLinted(lintFile(changed, settings), undefined, open);
    return isGone(finding, linted, result) && losesNothing(before, effectOf(result.file.reading));
  });
}

/** True if there are fewer findings like one than before. */
function isGone({ id, message }: Finding, before: LintedFile, after: LintedFile): boolean {
  const count = ({ findings }: LintedFile): number =>
    findings.filter((other) => other.id === id && other.message === message).length;
  return count(after) < count(before);
}

function fixingOf(linted: LintedFile, rounds: readonly Round[]): Fixing {
  const result = rounds.at(-1)?.linted ?? linted;
  let fixed: readonly Finding[] | undefined;
  return {
    linted,
    result,
    text: result.file.doc.text,
    rounds: rounds.map(({ linted }) => linted.file.doc.text),
    steps: rounds.map(({ edits }) => edits),
    get fixed() {
      fixed ??= result === linted ? [] : without(linted.fixable, result.fixable);
      return fixed;
    },
  };
}

/**
 * The fixable findings of a text but for those that are left after a run. One that is left is known by its message or,
 * where a fix changed that, by its rule.
 */
function without(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const same = matched(before, after, ({ id, message }) => `${id} ${message}`);
  const other = after.filter((finding) => hasSafeFix(finding) && !same.has(finding));
  const gone = before.filter((finding) => hasSafeFix(finding) && !same.has(finding));
  const changed = matched(gone, other, ({ id }) => id);
  return gone.filter((finding) => !changed.has(finding));
}

/** The findings of two texts that are the same by some name, each with one of the other text. */
function matched(
  before: readonly Finding[],
  after: readonly Finding[],
  nameOf: (finding: Finding) => string,
): ReadonlySet<Finding> {
  const waiting = new Map<string, Finding[]>();
  for (const finding of before) {
    const name = nameOf(finding);
    const others = waiting.get(name);
    if (others) others.push(finding);
    else waiting.set(name, [finding]);
  }
  const found = new Set<Finding>();
  for (const finding of after) {
    const other = waiting.get(nameOf(finding))?.pop();
    if (other) found.add(finding).add(other);
  }
  return found;
}

type Open = (text: string) => RegistriesFile;
type Lint = (text: string) => LintedFile;

/** What one round of fixes makes of a text; `undefined` when it changes nothing. */
function roundAfter({ file, fixable }: LintedFile, lintAgain: Lint): Round | undefined {
  return roundOf(file.doc.text, compatibleFixes(fixable).flat(), lintAgain);
}

/** The same without the fixes that spoil the round. */
function roundOfGoodOnes(linted: LintedFile, lintAgain: Lint, trials: { left: number }): Round | undefined {
  const { file, fixable } = linted;
  const { text } = file.doc;
  const before = effectIn(linted);
  const edits = goodFixes(compatibleFixes(fixable), trials, (some) =>
    losesNothing(before, effectOf(readText(applyEdits(text, some), readerOf(linted)))),
  );
  return roundOf(text, edits, lintAgain);
}

function roundOf(before: string, edits: Edits, lintAgain: Lint): Round | undefined {
  const text = applyEdits(before, edits);
  return text === before ? undefined : { edits, linted: lintAgain(text) };
}

/**
 * The edits of the fixes that are good together: halves are tried until those that are not are alone, or the trials are
 * used up.
 */
export function goodFixes(
  fixes: readonly Edits[],
  trials: { left: number },
  areGood: (edits: Edits) => boolean,
): Edits {
  let good: Edits = [];
  const waiting = [fixes];
  for (let part = waiting.shift(); part !== undefined && trials.left > 0; part = waiting.shift()) {
    trials.left--;
    const edits = [...good, ...part.flat()];
    if (areGood(edits)) good = edits;
    else if (part.length > 1) waiting.push(part.slice(0, part.length >> 1), part.slice(part.length >> 1));
  }
  return good;
}

type Edits = readonly TextEdit[];

/** The first safe fix of each finding, without those that overlap an earlier one. */
export function compatibleFixes(findings: readonly Pick<Finding, "fixes">[]): readonly Edits[] {
  const taken: TextEdit[] = [];
  const fixes: Edits[] = [];
  for (const finding of findings) {
    const edits = finding.fixes.find(({ safe }) => safe)?.edits ?? [];
    if (edits.length === 0 || !edits.every((edit) => isFree(taken, edit))) continue;
    for (const edit of edits) taken.splice(placeIn(taken, edit.start), 0, edit);
    fixes.push(edits);
  }
  return fixes;
}

/** True if an edit touches none of others, which are sorted and do not overlap. */
function isFree(sorted: readonly TextEdit[], edit: TextEdit): boolean {
  const place = placeIn(sorted, edit.start);
  const [before, after] = [sorted[place - 1], sorted[place]];
  return (before === undefined || before.end < edit.start) && (after === undefined || edit.end < after.start);
}

/** How many edits start at an offset or before it. Findings are sorted, so it is mostly all of them. */
function placeIn(sorted: readonly TextEdit[], offset: number): number {
  const last = sorted.at(-1);
  return last && last.start > offset ? partitionPoint(sorted, ({ start }) => start <= offset) : sorted.length;
}
