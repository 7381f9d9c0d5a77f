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
  /** The findings of the text before. */
  readonly found: readonly Finding[];
  /** The new text; the same string when there is nothing to fix. */
  readonly text: string;
  /** The texts on the way, one a round, the last one included: a fix can uncover what another rule then fixes. */
  readonly rounds: readonly string[];
  /** The edits of each round, of the text before it. */
  readonly steps: readonly (readonly TextEdit[])[];
  /** The findings with a safe fix that are gone afterwards: those that may be announced as fixable. */
  readonly fixed: readonly Finding[];
  /** The findings of the new text. */
  readonly left: readonly Finding[];
  /** The text before with its findings. */
  readonly linted: LintedFile;
  /** The new text with those findings: the same object when there is nothing to fix. */
  readonly result: LintedFile;
}

/** Fixes can uncover one another; a text that has not come to rest after so many rounds is left as it was. */
const maxRounds = 20;

/** How many parts of rounds are tried, in a whole run, to find the fixes that spoil it. */
export const maxTrials = 40;

/** A text of a run, and the edits of the text before it that made it. */
interface State extends LintedFile {
  readonly edits?: readonly TextEdit[];
}

/** What a text is from round to round. */
type States = readonly [State, ...State[]];

/**
 * Applies safe fixes until none is left or the text repeats. What a fix would make unreadable for k3s, or rob of a
 * mirror, an endpoint or a credential, is not applied; the others are.
 *
 * @param source a text, or what `decodeBytes` made of a file
 * @param id of the one rule whose findings are fixed; of all rules, unless said
 */
export function fixing(source: string | SourceText, settings: LintSettings = {}, id?: string): Fixing {
  return fixLinted(lintFile(openRegistries(source), settings, id), id);
}

/**
 * The same for a text that is linted already.
 *
 * @param open opens the text of each round
 */
export function fixLinted(linted: LintedFile, id?: string, open: Open = openRegistries): Fixing {
  const { findings, settings } = linted;
  const first = id === undefined ? linted : { ...linted, findings: findings.filter((finding) => finding.id === id) };
  const lintAgain: Lint = (text) => lintFile(open(text), settings, id);
  const states = settled(first, (state) => stateAfter(state, lintAgain));
  // A fix may leave what k3s can't read to the fix that it uncovers: what counts is how it ends.
  const last = states.at(-1) ?? first;
  if (last === first || losesNothing(effectIn(first), effectIn(last))) return fixingOf(states);
  const trials = { left: maxTrials };
  return fixingOf(settled(first, (state) => stateAfterGoodOnes(state, lintAgain, trials)));
}

/** The states of a text from round to round, until none follows; none but the first when it does not come to rest. */
function settled(first: LintedFile, next: (state: LintedFile) => State | undefined): States {
  const states: [State, ...State[]] = [first];
  for (let state = next(first); state !== undefined; state = next(state)) {
    // Of a circle, the text where it begins is kept, whichever of its texts the run starts with.
    const { text } = state.file.doc;
    const seen = states.findIndex(({ file }) => file.doc.text === text);
    if (seen >= 0) return [first, ...states.slice(1, seen + 1)];
    if (states.push(state) > maxRounds) return [first];
  }
  return states;
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

/** The fixes of a finding after which k3s reads no less of the text than before. Each costs as much as parsing the text. */
export function offeredFixes({ doc, reader, reading }: RegistriesFile, { fixes }: Finding): readonly FindingFix[] {
  if (fixes.length === 0) return [];
  const before = effectOf(reading);
  return fixes.filter(
    ({ edits }) => edits.length > 0 && !readsLess(before, effectOf(readText(applyEdits(doc.text, edits), reader))),
  );
}

function fixingOf(states: States): Fixing {
  const [first, ...later] = states;
  const result = later.at(-1) ?? first;
  let fixed: readonly Finding[] | undefined;
  return {
    found: first.findings,
    text: result.file.doc.text,
    rounds: later.map(({ file }) => file.doc.text),
    steps: later.map(({ edits = [] }) => edits),
    get fixed() {
      fixed ??= later.length === 0 ? [] : without(first.findings, result.findings);
      return fixed;
    },
    left: result.findings,
    linted: first,
    result,
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
function stateAfter({ file, findings }: LintedFile, lintAgain: Lint): State | undefined {
  const { text: before } = file.doc;
  const edits = compatibleFixes(findings).flat();
  const text = applyEdits(before, edits);
  return text === before ? undefined : { ...lintAgain(text), edits };
}

/** The same without the fixes that spoil the round. */
function stateAfterGoodOnes(linted: LintedFile, lintAgain: Lint, trials: { left: number }): State | undefined {
  const { file, findings } = linted;
  const { text } = file.doc;
  const before = effectIn(linted);
  const edits = goodFixes(compatibleFixes(findings), trials, (some) =>
    losesNothing(before, effectOf(readText(applyEdits(text, some), readerOf(linted)))),
  );
  const best = applyEdits(text, edits);
  return best === text ? undefined : { ...lintAgain(best), edits };
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
export function compatibleFixes(findings: readonly Finding[]): readonly Edits[] {
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

/** How many edits start at an offset or before it. */
function placeIn(sorted: readonly TextEdit[], offset: number): number {
  return partitionPoint(sorted, ({ start }) => start <= offset);
}
