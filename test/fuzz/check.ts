import assert from "node:assert/strict";
import type { RegistriesFile } from "../../src/core/file/file.ts";
import type { Reading, Registry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { readText } from "../../src/core/file/reader.ts";
import { fixLinted, hasSafeFix, offeredFixes } from "../../src/core/lint/fixing.ts";
import { type Finding, type LintedFile, lintFile } from "../../src/core/lint/lint.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";
import { applyEdits } from "../../src/core/text/span.ts";

/** Fixing is over after so many rounds, whatever the text: each uncovers what the next one fixes. */
const maxRounds = 6;

/**
 * Lints a text, applies each fix that is offered alone and all safe ones together.
 *
 * @throws AssertionError, or what the linter throws, when one of them fails: a span outside the text, edits that
 * overlap, a fix that leaves a file that k3s reads worse, a finding that is announced as fixable and stays, too many
 * rounds, a second run that changes something
 */
export function checkText(text: string, settings: LintSettings = {}): void {
  const linted = checkedLint(text, settings);
  for (const finding of linted.findings) checkFixes(linted, finding);
  checkFixing(linted);
  for (const id of new Set(linted.findings.filter(hasSafeFix).map((finding) => finding.id))) checkFixing(linted, id);
}

/** @throws AssertionError when a span is outside the text, or a rule has a safe fix and does not say so */
export function checkedLint(text: string, settings: LintSettings): LintedFile {
  const linted = lintText(text, settings);
  for (const { start, end, related } of linted.findings)
    for (const span of [{ start, end }, ...related.map((other) => other.span)])
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, "a span lies in the text");
  assert.deepEqual(
    linted.findings.filter(hasSafeFix),
    linted.fixable.filter(hasSafeFix),
    "fix-all asks all rules that fix",
  );
  return linted;
}

export function lintText(text: string, settings: LintSettings = {}): LintedFile {
  return lintFile(openRegistries(text), settings);
}

/** Applies each fix of a finding that is offered, alone. */
export function checkFixes(linted: LintedFile, finding: Finding): void {
  const { file, settings } = linted;
  for (const { title, edits, safe } of offeredFixes(linted, finding)) {
    const after = lintText(applyEdits(file.doc.text, edits), settings);
    if (!safe) assertReadsAsWell(readOf(file), readOf(after.file), `"${title}" [${finding.id}]`);
  }
}

/**
 * Runs all safe fixes.
 *
 * @param id of the one rule whose fixes are run; of all rules, unless said
 * @throws AssertionError as `checkText` does
 */
export function checkFixing(linted: LintedFile, id?: string): void {
  const run = fixLinted(linted, id);
  const what = `fix-all${id === undefined ? "" : ` of ${id}`}`;
  assert.ok(run.rounds.length <= maxRounds, `${what} took ${run.rounds.length} rounds`);
  // What has not changed is read as before, and a second run is the first one.
  if (run.result.file === linted.file) {
    assert.deepEqual(run.fixed, [], `${what} announces something and does nothing`);
    return;
  }
  const [old, now] = [readOf(linted.file), readOf(run.result.file)];
  assertReadsAsWell(old, now, what);
  // k3d reads the file before k3s does, by names of its own.
  if (linted.settings.target?.product !== "k3d") assertKeepsUse(old, now, what);
  const again = fixLinted(run.result, id);
  assert.equal(again.text, run.text, `a second ${what} changes something`);
  assert.deepEqual(again.fixed, [], `a second ${what} announces something`);
  const [announced, before, after] = [counts(run.fixed), counts(run.linted.findings), counts(run.result.findings)];
  for (const [finding, number] of announced)
    assert.ok((before.get(finding) ?? 0) - (after.get(finding) ?? 0) >= number, `${what} leaves ${finding}`);
}

function counts(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const { id, message } of findings) {
    const identity = `${id}: ${message}`;
    result.set(identity, (result.get(identity) ?? 0) + 1);
  }
  return result;
}

/** A text, and what k3s reads of it. */
export interface ReadText {
  readonly text: string;
  readonly reading: Reading;
}

export function read(text: string): ReadText {
  return { text, reading: readText(text, "k3s") };
}

export function readOf({ doc, reading }: RegistriesFile): ReadText {
  return { text: doc.text, reading };
}

/** @throws AssertionError when k3s read a text and does not read what became of it, or refuses more of its values */
export function assertReadsAsWell({ reading: old }: ReadText, { text, reading: now }: ReadText, what: string): void {
  if (old.ok) assert.ok(now.ok, `k3s reads the file, and after ${what} no more: ${now.ok ? "" : now.error}\n${text}`);
  else if (!now.ok && old.typeFaults.length > 0)
    assert.ok(
      now.typeFaults.length > 0 && now.typeFaults.length <= old.typeFaults.length,
      `k3s refuses more after ${what}: ${now.error}\n${text}`,
    );
}

/** @throws AssertionError when a mirror, an endpoint or a credential that k3s used is gone */
export function assertKeepsUse({ reading: old }: ReadText, { text, reading: now }: ReadText, what: string): void {
  if (!old.ok || !now.ok) return;
  const [used, uses] = [useOf(old.registry), useOf(now.registry)];
  for (const kind of ["mirrors", "hosts", "TLS settings", "secrets"] as const)
    assert.ok(uses[kind] >= used[kind], `${what} takes away ${used[kind] - uses[kind]} of the ${kind}\n${text}`);
}

function useOf({ mirrors, configs, auths }: Registry) {
  const all = [
    ...Object.entries(configs).map(([host, { auth }]) => ({ host, auth })),
    ...Object.entries(auths).map(([host, auth]) => ({ host, auth })),
  ];
  const hostsOf = (some: typeof all): number => new Set(some.map(({ host }) => host)).size;
  const settings = Object.values(configs).filter(
    ({ tls }) => tls && Object.values(tls).some((value) => value !== "" && value !== false),
  );
  const held = all.filter(({ auth }) => auth !== null && Object.values(auth).some((value) => value !== ""));
  return {
    mirrors: Object.values(mirrors).filter(({ endpoint }) => endpoint.some((url) => url !== "")).length,
    hosts: hostsOf(held),
    "TLS settings": settings.length,
    // Not the secrets themselves: one that comes to be read can take the place of another one.
    secrets: hostsOf(held.filter(({ auth }) => auth?.password || auth?.auth || auth?.identity_token)),
  };
}
