import fc from "fast-check";
import { parseTarget } from "../../src/core/file/release.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";
import { providers } from "../sweep/providers.ts";
import { checkCarrier } from "./carrierCheck.ts";
import { carrierTexts } from "./carriers.ts";
import { checkedLint, checkFixes, checkFixing, checkText, lintText, readOf } from "./check.ts";
import { randomNumbers } from "./choices.ts";
import { everyCredential, nextKey } from "./credentials.ts";
import { convertInto, disableOne, extractFrom, insertInto, rotateIn } from "./editing.ts";
import { grammarTexts } from "./grammar.ts";
import { assertNoSecret, isMarked, shownByLint, shownByRead } from "./shown.ts";
import { fuzzedTexts, splicedTexts } from "./texts.ts";

/** A text, and what is tried with it. */
export interface FuzzCase {
  readonly text: string;
  /** The name of a file that carries a registries.yaml; `undefined` for one itself. */
  readonly path?: string | undefined;
  /** Which of the checks that are not made for each text are made, and with what. */
  readonly seed: number;
}

/** Generated files, fixtures with parts of others in them, and damaged ones of both. */
export function fuzzCases(): fc.Arbitrary<FuzzCase> {
  const texts = fc.oneof(
    { weight: 5, arbitrary: grammarTexts() },
    { weight: 2, arbitrary: splicedTexts() },
    { weight: 3, arbitrary: fuzzedTexts() },
  );
  return fc.record({ text: texts, seed: fc.nat() });
}

/** Files of other tools around such ones. */
export function carrierCases(): fc.Arbitrary<FuzzCase> {
  return fc.tuple(carrierTexts(), fc.nat()).map(([carrier, seed]) => ({ ...carrier, seed }));
}

const credentials = everyCredential();
const rotated = nextKey();
const usualSettings: LintSettings = {};
const settings: readonly LintSettings[] = [
  usualSettings,
  ...["k3s", "rke2 v1.33.5", "k3s v1.19.0", "k3d"].map((target) => ({ target: parseTarget(target) ?? {} })),
  { embeddedRegistry: true, disableDefaultEndpoint: true },
  { place: { path: "/etc/rancher/k3s/registries.yaml", tracked: true, mode: 0o644, saved: true } },
];

/**
 * Checks all that is made of a text, or a share of it: of a thousand texts each check is made with many.
 *
 * @throws AssertionError, or what the product throws, when something is wrong
 */
export function checkCase({ text, path, seed }: FuzzCase, everything: boolean): void {
  const random = randomNumbers(seed);
  const oneIn = (times: number): boolean => random() < 1 / times || everything;
  const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const under = oneIn(3) ? oneOf(settings) : usualSettings;
  if (path !== undefined) {
    checkCarrier({ path, text }, under, random);
    return;
  }
  const linted = checkedLint(text, under);
  if (everything) checkText(text, under);
  else {
    const fixable = linted.findings.filter(({ fixes }) => fixes.length > 0);
    if (oneIn(2)) checkFixing(linted, fixable.length > 0 && oneIn(4) ? oneOf(fixable).id : undefined);
    if (fixable.length > 0 && oneIn(3)) checkFixes(linted, oneOf(fixable));
  }
  const before = readOf(linted.file);
  const usual = under === usualSettings ? linted : undefined;
  const marked = isMarked(text);
  const shows: readonly (readonly [string, number, () => unknown])[] = [
    ["lint", 8, () => shownByLint(usual ?? lintText(text))],
    ["read", 6, () => shownByRead(before.reading)],
    ["converting", 8, () => convertInto(before, oneOf(credentials))],
    ["rotating", 8, () => rotateIn(before, rotated)],
    ["extracting", 10, () => extractFrom(linted.file)],
    ["inserting", 12, () => insertInto(before, oneOf(credentials), random())],
    ["disabling", 16, () => disableOne(usual ?? lintText(text), random())],
    ...Object.entries(providers).map(
      ([name, provider]) => [name, 60, () => provider(text)(Math.floor(random() * (text.length + 1)))] as const,
    ),
  ];
  for (const [what, times, show] of shows) {
    if (!oneIn(times)) continue;
    const shown = show();
    if (marked) assertNoSecret(shown, what);
  }
}
