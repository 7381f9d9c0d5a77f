// What is made of a file that carries a registries.yaml: its regions, their findings and their fixes.
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { hasPlaceholder } from "../../src/core/carriers/placeholders.ts";
import { type Region, withExpressions } from "../../src/core/carriers/region.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { completionsIn } from "../../src/core/language/completion.ts";
import { definition } from "../../src/core/language/definition.ts";
import { hover } from "../../src/core/language/hover.ts";
import { references } from "../../src/core/language/references.ts";
import { renameEdits, renameTarget } from "../../src/core/language/rename.ts";
import { selectionRanges } from "../../src/core/language/selectionRanges.ts";
import { type OutlineSymbol, outline } from "../../src/core/language/symbols.ts";
import {
  type CarriedFinding,
  fixCarrier,
  type LintedCarrier,
  lintCarrier,
  offeredCarrierFixes,
} from "../../src/core/lint/lintCarrier.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";
import { applyEdits, doOverlap, type Span, type TextEdit } from "../../src/core/text/span.ts";
import { shownTexts } from "../sweep/providers.ts";
import { canary } from "../sweep/secrets.ts";
import type { CarrierText } from "./carriers.ts";
import { assertReadsAsWell, readOf } from "./check.ts";
import { assertNoSecret, isMarked } from "./shown.ts";

/** What is chosen of a file: of its places, findings and fixes. */
export type Chance = () => number;

/**
 * Opens, lints and fixes a file that may carry registries.yaml files.
 *
 * @throws AssertionError, or what the product throws, when one of them fails
 */
export function checkCarrier({ path, text }: CarrierText, settings: LintSettings, random: Chance): void {
  const carrier = openCarrier(path, text, { gunzip: (bytes) => gunzipSync(bytes, { maxOutputLength: 1 << 20 }) });
  for (const { span } of carrier.links) assertInside(span, text, "a link");
  for (const region of carrier.regions) checkMapping(region, text, random);
  const linted = lintCarrier(carrier, settings);
  if (carrier.regions.length === 0) return;
  for (const finding of linted.findings) {
    for (const span of [finding, ...finding.related.map((other) => other.span)]) assertInside(span, text, finding.id);
    for (const { edits } of finding.fixes) assertEdits(edits, text, finding.id);
  }
  if (carrier.regions.every(isMarkedRegion)) assertNoSecret(saidBy(linted), "lint of a carrier");
  checkWriting(carrier, random);
  checkLanguage(carrier, random);
  const fixable = linted.findings.filter(({ fixes }) => fixes.length > 0);
  const chosen = fixable[Math.floor(random() * fixable.length)];
  if (chosen) checkOffered(linted, chosen);
  checkFixing(linted, chosen && random() < 0.2 ? chosen.id : undefined);
}

function isMarkedRegion({ arriving, expressions }: Region): boolean {
  return isMarked(arriving) && expressions.every(({ source }) => !source.includes(canary));
}

function saidBy({ findings, carrier }: LintedCarrier): unknown {
  return [
    findings.map(({ message, related, fixes }) => [
      message,
      related.map((one) => one.message),
      fixes.map((one) => one.title),
    ]),
    carrier.regions.map(({ name }) => name),
  ];
}

function assertInside({ start, end }: Span, text: string, what: string): void {
  assert.ok(0 <= start && start <= end && end <= text.length, `the span of ${what} lies in the text`);
}

function assertEdits(edits: readonly TextEdit[], text: string, what: string): void {
  for (const edit of edits) assertInside(edit, text, `an edit of ${what}`);
  assert.ok(!doOverlap(edits), `edits of ${what} overlap`);
}

/** Each place of a region is in its span, after those before it, and is found again from there. */
function checkMapping(region: Region, outer: string, random: Chance): void {
  const { text, span, isGenerated } = region;
  assertInside(span, outer, "a region");
  // Of a long text, some places in a row.
  const first = text.length < 300 ? 0 : Math.floor(random() * (text.length - 300));
  let previous = 0;
  for (let start = first; start < Math.min(text.length, first + 300); start++) {
    const place = region.outerSpan({ start, end: start + 1 });
    assert.ok(span.start <= place.start && place.end <= span.end, "a place of a region is in its span");
    // What a tool makes of settings can be in another order, or said twice.
    if (isGenerated) continue;
    assert.ok(previous <= place.start, "places of a region are in order");
    previous = place.start;
    const back = region.innerOffset(place.start);
    assert.ok(back === undefined || back <= start, "a place is found again no later than it is");
    if (place.end - place.start === 1 && outer[place.start] === text[start] && back !== undefined)
      assert.equal(back, start, "a place is found again");
  }
  for (let tries = 0; tries < 20; tries++) {
    const back = region.innerOffset(Math.floor(random() * (outer.length + 1)));
    assert.ok(back === undefined || (back >= 0 && back <= text.length), "an outer place is none outside of the region");
  }
}

const inserted = [
  "# seen\n",
  "x",
  '"',
  "'",
  "$",
  "$" + "{x}",
  "{{ x }}",
  "\n",
  "  a: b\n",
  "EOF\n",
  "''",
  "\\",
  "%{",
  "😀",
  "\t",
];

/** An edit of a region arrives, and changes nothing else; or it is refused. */
function checkWriting(carrier: CarrierFile, random: Chance): void {
  const index = Math.floor(random() * carrier.regions.length);
  const { text } = carrier.regions[index] as Region;
  const start = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, start + Math.floor(random() * 8));
  const edit = { start, end, text: inserted[Math.floor(random() * inserted.length)] as string };
  const written = writeRegion(carrier, index, [edit]);
  if (written === undefined) return;
  assertEdits(written.edits, carrier.text, "a region");
  assertOthersStay(carrier, written.carrier, index, "an edit of a region");
}

/** All that an editor asks at some places of a region: where it is shown, what it shows, and what a rename writes. */
function checkLanguage(carrier: CarrierFile, random: Chance): void {
  const index = Math.floor(random() * carrier.regions.length);
  const region = carrier.regions[index] as Region;
  const { file, text } = region;
  const shown: unknown[] = [];
  const show = (what: unknown, of: string): void => {
    const texts = shownTexts(withExpressions(what, (one) => region.shown(one)));
    assert.ok(!texts.some(hasPlaceholder), `${of} shows a placeholder: ${texts.find(hasPlaceholder)}`);
    shown.push(texts);
  };
  const place = (span: Span, of: string): void => {
    assertInside(span, text, `${of} in a region`);
    assertInside(region.outerSpan(span), carrier.text, of);
  };
  const symbols = (list: readonly OutlineSymbol[]): void => {
    for (const { name, detail, span, selection, children } of list) {
      for (const one of [span, selection]) place(one, "a symbol");
      show([name, detail], "a symbol");
      symbols(children);
    }
  };
  symbols(outline(file));
  const completionsAt = completionsIn(file);
  for (let tries = 0; tries < 6; tries++) {
    const offset = Math.floor(random() * (text.length + 1));
    const told = hover(file, offset);
    if (told) place(told, "a hover");
    show(told?.lines, "a hover");
    for (const { label, insertText, detail, documentation, span } of completionsAt(offset)) {
      place(span, "a completion");
      show([label, insertText, detail, documentation], "a completion");
    }
    for (const reference of references(file, offset)) place(reference, "a reference");
    const defined = definition(file, offset);
    for (const one of defined ? [defined.origin, ...defined.targets.map(({ span }) => span)] : [])
      place(one, "a definition");
    for (const span of selectionRanges(file, [offset]).flat()) place(span, "a selection");
    const target = renameTarget(file, offset);
    if (!target.ok) continue;
    place(target, "a rename");
    show(target.name, "a rename");
    const renamed = renameEdits(file, offset, "renamed.example.com");
    show(renamed.ok ? undefined : renamed.problem, "a rename");
    const written = renamed.ok ? writeRegion(carrier, index, renamed.edits) : undefined;
    if (written === undefined) continue;
    assertEdits(written.edits, carrier.text, "a rename");
    assertOthersStay(carrier, written.carrier, index, "a rename");
    assertReadsAsWell(readOf(file), readOf((written.carrier.regions[index] as Region).file), "a rename");
  }
  if (carrier.regions.every(isMarkedRegion)) assertNoSecret(shown, "the language features of a carrier");
}

/** What is outside of a region, and the other regions, are as before; all but its text is its carrier's. */
function assertOthersStay(before: CarrierFile, after: CarrierFile, index: number, what: string): void {
  const { span } = before.regions[index] as Region;
  const head = before.text.slice(0, before.text.slice(0, span.start).lastIndexOf("\n") + 1);
  assert.ok(after.text.startsWith(head), `${what} keeps what is before it\n${after.text}`);
  assert.ok(after.text.endsWith(before.text.slice(span.end)), `${what} keeps what is after it\n${after.text}`);
  assert.equal(after.regions.length, before.regions.length, `${what} keeps the number of regions`);
  for (const [other, { arriving }] of before.regions.entries())
    if (other !== index) assert.equal(after.regions[other]?.arriving, arriving, `${what} keeps the other regions`);
}

/** Applies each fix of a finding that is offered, alone. */
function checkOffered(linted: LintedCarrier, finding: CarriedFinding): void {
  const { carrier } = linted;
  for (const { edits, title } of offeredCarrierFixes(linted, finding)) {
    const what = `"${title}" [${finding.id}]`;
    assertEdits(edits, carrier.text, what);
    const after = carrier.reopen(applyEdits(carrier.text, edits));
    if (finding.inner !== undefined) assertOthersStay(carrier, after, finding.region, what);
    // Its carrier breaks the text first, which hides what else is wrong with it.
    if (finding.id !== "echo-backslash") assertReadsNoLess(carrier, after, what);
  }
}

/** @throws AssertionError when a region is gone, or less of it is read on the node */
function assertReadsNoLess(before: CarrierFile, after: CarrierFile, what: string): void {
  assert.equal(after.regions.length, before.regions.length, `${what} keeps the number of regions\n${after.text}`);
  for (const [index, { file }] of before.regions.entries())
    assertReadsAsWell(readOf(file), readOf((after.regions[index] as Region).file), what);
}

function checkFixing(linted: LintedCarrier, id: string | undefined): void {
  const what = `fix-all of a carrier${id === undefined ? "" : ` of ${id}`}`;
  const { text, after, fixed } = fixCarrier(linted, id);
  if (text === linted.carrier.text) {
    assert.deepEqual(fixed, [], `${what} announces something and does nothing`);
    return;
  }
  assertReadsNoLess(linted.carrier, after.carrier, what);
  const again = fixCarrier(after, id);
  assert.equal(again.text, text, `a second ${what} changes something\n${text}`);
  assert.deepEqual(again.fixed, [], `a second ${what} announces something`);
  const ofCarrier = linted.findings.some(({ inner }) => inner === undefined);
  if (!ofCarrier) assert.equal(outside(after.carrier), outside(linted.carrier), `${what} changes what is outside`);
}

/** What of a file is in no region, without its spaces: the indentation of a line goes with it. */
function outside({ text, regions }: CarrierFile): string {
  return applyEdits(
    text,
    merged(regions.map(({ span }) => span)).map((span) => ({ ...span, text: "" })),
  ).replace(/\s+/g, "");
}

function merged(sorted: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last && span.start < last.end) result[result.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else result.push(span);
  }
  return result;
}
