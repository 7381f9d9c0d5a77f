import type { CarrierFile } from "../carriers/openCarrier.ts";
import type { FileRegion, Region } from "../carriers/region.ts";
import { writeRegion } from "../carriers/writeRegion.ts";
import { fileSecrets } from "../display/fileSecrets.ts";
import { effectOf, losesNothing, readsLess } from "../file/fileEffect.ts";
import { namingProduct } from "../file/namingProduct.ts";
import { shortened } from "../text/shorten.ts";
import { applyEdits, type Span } from "../text/span.ts";
import { operationEdits } from "../yaml/edit.ts";
import { withoutDisabled } from "./disable.ts";
import { compatibleFixes, fixLinted, goodFixes, hasSafeFix, maxTrials, offeredFixes } from "./fixing.ts";
import { type Finding, type FindingFix, type LintedFile, type LintSettings, lintFile, type Severity } from "./lint.ts";
import type { RegionFix, RegionReport } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** What was found in a region. All places are of the whole file. */
export interface CarriedFinding extends Finding {
  /** The index of the region. */
  readonly region: number;
  /** The finding of the region's text; `undefined` if it is about the carrier. */
  readonly inner: Finding | undefined;
}

/** A carrier file with the findings of all its regions, sorted by place. */
export interface LintedCarrier {
  readonly carrier: CarrierFile;
  readonly settings: LintSettings;
  /** The regions, each linted as a file of its own. */
  readonly linted: readonly LintedFile[];
  readonly findings: readonly CarriedFinding[];
}

/**
 * Finds what is wrong in the registries.yaml files that a file carries, and in the way in which it carries them. Never throws
 * for what is in them.
 */
export function lintCarrier(carrier: CarrierFile, settings: LintSettings = {}): LintedCarrier {
  const linted: LintedFile[] = [];
  const findings: CarriedFinding[] = [];
  for (const [index, region] of carrier.regions.entries()) {
    const own = regionSettings(region, settings);
    const found = lintFile(region.file, own);
    const file = isBroken(region) ? { ...found, findings: [], fixable: [] } : found;
    linted.push(file);
    for (const finding of file.findings)
      if (isReported(finding, region)) findings.push(carried(finding, region, index));
    findings.push(...regionFindings(region, index, own));
  }
  findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  return { carrier, settings, linted, findings };
}

function isReported({ id }: Finding, { facts: { translated, native, example } }: Region): boolean {
  // Those of an example are for its readers.
  if (example && id === "placeholder-value") return false;
  return translated === undefined || native === true || crossChecks.has(id);
}

/** What is asked of a generated text: how hosts and rewrites are written, not how its YAML is. */
const crossChecks: ReadonlySet<string> = new Set([
  "credential-not-for-endpoint",
  "docker-hub-host",
  "duplicate-endpoint",
  "endpoint-path",
  "endpoint-without-scheme",
  "foreign-endpoint",
  "invalid-endpoint-url",
  "mirror-never-matches",
  "misspelt-registry",
  "partial-wildcard",
  "placeholder-value",
  "plain-http-credential",
  "quote-in-host",
  "registry-key-not-host",
  "rewrite-group-reference",
  "rewrite-host-or-tag",
  "rewrite-library-prefix",
  "rewrite-never-matches",
  "rewrite-not-anchored",
  "rewrite-pattern-invalid",
  "unknown-google-host",
  "uppercase-host",
  "wildcard-credential",
]);

/** True if the carrier breaks the text itself, so that all other faults of it come from that. A rule of carriers reports it. */
function isBroken({ facts: { shell }, text }: Region): boolean {
  if (shell?.spacesForTabs !== undefined) return true;
  if (shell?.echo === "literal") return !text.trimEnd().includes("\n");
  return (
    (shell?.echo === "escapes" || shell?.echo === "asked") && /"private_key\\{0,2}"\s*:\s*\\{0,2}"-----BEGIN/.test(text)
  );
}

/** The settings for a region: its carrier says what reads the text; a version that is set holds all the same. */
export function regionSettings(
  { reader, carrier, facts }: Pick<FileRegion, "reader" | "carrier"> & Partial<Pick<Region, "facts">>,
  settings: LintSettings,
): LintSettings {
  if (reader === undefined) return settings;
  const { target, place, severities } = settings;
  const { tracked } = place ?? {};
  const { mode: _mode, path: _path, ...known } = place ?? {};
  return {
    ...settings,
    ...((facts?.embedded || facts?.example) && { embeddedRegistry: true }),
    ...(carrier === "ansible" && facts?.native === true ? { rewrittenByAnsible: true } : {}),
    // What a carrier does with a `$` is known.
    ...(carrier && { severities: { "robot-account-dollar": "off" as const, ...severities } }),
    target: { ...(target?.product === undefined || target.product === reader ? target : {}), product: reader },
    place: { ...known, ...(tracked === undefined ? {} : { tracked }) },
  };
}

function carried(finding: Finding, region: Region, index: number): CarriedFinding {
  return {
    id: finding.id,
    severity: bounded(finding.severity, region),
    unused: finding.unused,
    region: index,
    inner: finding,
    ...region.outerSpan(finding),
    get message() {
      return region.shown(finding.message);
    },
    get related() {
      return finding.related.map(({ span, message }) => ({
        span: region.outerSpan(span),
        message: region.shown(message),
      }));
    },
    get fixes() {
      return finding.fixes.flatMap((fix) => outerFix(fix, region) ?? []);
    },
  };
}

function outerFix(fix: FindingFix, region: Region): FindingFix | undefined {
  const edits = region.outerEdits(fix.edits);
  if (edits === undefined) return undefined;
  return { safe: fix.safe, preferred: fix.preferred, edits, title: region.shown(fix.title) };
}

/** An example in a document breaks no node, so an error becomes a warning. */
function bounded(severity: Severity, { facts }: Region): Severity {
  return facts.example === true && severity === "error" ? "warning" : severity;
}

const regionRules = rules.filter(({ checkRegion }) => checkRegion !== undefined);

/** What the rules of carriers find. */
function regionFindings(region: Region, index: number, settings: LintSettings): readonly CarriedFinding[] {
  const found: { readonly id: string; readonly start: number; readonly finding: CarriedFinding }[] = [];
  let hide: ((sentence: string) => string) | undefined;
  const said = (sentence: string): string => {
    hide ??= hiding(region, settings);
    return hide(sentence);
  };
  for (const rule of regionRules) {
    const override = settings.severities?.[rule.id];
    if (override === "off") continue;
    for (const report of rule.checkRegion?.(region, settings) ?? []) {
      const inner = innerSpan(report, region);
      const finding: CarriedFinding = {
        id: rule.id,
        severity: bounded(override ?? report.severity ?? rule.severity, region),
        get message() {
          return said(report.message);
        },
        related: [],
        unused: report.unused ?? false,
        region: index,
        inner: undefined,
        fixes: (report.fixes ?? []).flatMap((fix, place) => regionFix(fix, region, said, place === 0) ?? []),
        ...("outer" in report.at ? report.at.outer : region.outerSpan(inner)),
      };
      found.push({ id: rule.id, start: inner.start, finding });
    }
  }
  return found.length === 0 ? [] : withoutDisabled(region.text, found).map(({ finding }) => finding);
}

/** A sentence of a rule as it is shown. */
function hiding(region: Region, { target = {} }: LintSettings): (sentence: string) => string {
  const named = namingProduct(target, region.file);
  const secrets = fileSecrets(region.file.doc);
  return (sentence) => shortened(secrets.hide(region.shown(named(sentence))));
}

/** The span of a report in the region. One about the carrier counts as at its start, where a comment can disable its rule. */
function innerSpan({ at, part = "value" }: RegionReport, { file: { doc } }: Region): Span {
  if ("outer" in at) return { start: 0, end: 0 };
  return "start" in at ? at : doc.span(at, part);
}

function regionFix(
  fix: RegionFix,
  region: Region,
  said: (sentence: string) => string,
  preferred: boolean,
): FindingFix | undefined {
  const edits = "outer" in fix ? fix.outer : region.outerEdits(operationEdits(region.file.doc, fix.operations));
  return edits === undefined ? undefined : { title: said(fix.title), safe: fix.safe, preferred, edits };
}

/** The fixes of a finding after which the node reads no less than before. Each costs as much as opening the file. */
export function offeredCarrierFixes(
  { carrier, linted }: LintedCarrier,
  finding: CarriedFinding,
): readonly FindingFix[] {
  const { region: index, inner } = finding;
  const region = carrier.regions[index];
  const own = linted[index];
  if (region === undefined || own === undefined) return [];
  if (inner === undefined)
    return finding.fixes.filter(
      ({ edits }) => edits.length > 0 && keepsRegions(carrier, carrier.reopen(applyEdits(carrier.text, edits))),
    );
  return offeredFixes(own, inner, (text) => region.open(text)).flatMap((fix) => {
    const edits = writeRegion(carrier, index, fix.edits)?.edits;
    return edits === undefined
      ? []
      : [{ safe: fix.safe, preferred: fix.preferred, edits, title: region.shown(fix.title) }];
  });
}

/** What a run of all safe fixes does to a carrier file. */
export interface CarrierFixing {
  /** The new text; the same string if there is nothing to fix. */
  readonly text: string;
  readonly before: LintedCarrier;
  /** The same object as `before` if there is nothing to fix. */
  readonly after: LintedCarrier;
  /** How many findings are gone that had a safe fix. */
  readonly fixed: readonly CarriedFinding[];
}

/**
 * Applies the safe fixes of every region until none is left or its text repeats, and then those of the carrier. What can't
 * be written, or would be read otherwise, is left as it is.
 *
 * @param id of the one rule whose findings are fixed; of all rules, unless said
 */
export function fixCarrier(before: LintedCarrier, id?: string): CarrierFixing {
  const { settings } = before;
  let carrier = withFixedRegions(before.carrier, settings, id);
  // What the carrier hands on after a fix may have faults of its own.
  for (let round = 0; round < maxRounds; round++) {
    const changed = withCarrierFixes(carrier, settings, id);
    if (changed === carrier) break;
    carrier = withFixedRegions(changed, settings, id);
  }
  if (carrier.text === before.carrier.text) return { text: carrier.text, before, after: before, fixed: [] };
  const after = lintCarrier(carrier, settings);
  return { text: carrier.text, before, after, fixed: gone(before, after, id) };
}

/** A fix of a carrier that another one undoes is none. */
const maxRounds = 3;

function withFixedRegions(carrier: CarrierFile, settings: LintSettings, id: string | undefined): CarrierFile {
  let changed = carrier;
  for (const index of carrier.regions.keys()) changed = withFixedRegion(changed, index, settings, id) ?? changed;
  return changed;
}

function withFixedRegion(
  carrier: CarrierFile,
  index: number,
  settings: LintSettings,
  id: string | undefined,
): CarrierFile | undefined {
  const region = carrier.regions[index];
  if (region === undefined || isBroken(region)) return undefined;
  const own = regionSettings(region, settings);
  let changed = carrier;
  if (region.isGenerated) {
    for (let round = 0; round < maxStringRounds; round++) {
      const next = withFixedStrings(changed, index, own, id);
      if (next === undefined) return changed;
      changed = next;
    }
    return undefined;
  }
  const { steps } = fixLinted(lintFile(region.file, own, id), id, (text) => region.open(text));
  for (const step of steps) {
    const written = writeRegion(changed, index, step);
    if (written === undefined) return undefined;
    changed = written.carrier;
  }
  return changed;
}

/** A generated text has come to rest after fewer rounds, or never does. */
const maxStringRounds = 20;

/** Applies the fixes of what is reported of a generated text, where its settings can be so written; `undefined` if there are none. */
function withFixedStrings(
  carrier: CarrierFile,
  index: number,
  settings: LintSettings,
  id: string | undefined,
): CarrierFile | undefined {
  const region = carrier.regions[index] as Region;
  const found = lintFile(region.file, settings, id)
    .fixable.filter((finding) => isReported(finding, region))
    .map(({ fixes }) => ({ fixes: fixes.filter(({ edits }) => region.outerEdits(edits)) }));
  let changed: CarrierFile | undefined;
  goodFixes(compatibleFixes(found), { left: maxTrials }, (edits) => {
    const next = edits.length > 0 ? writeRegion(carrier, index, edits)?.carrier : undefined;
    const arrived = next?.regions[index];
    if (!arrived || !losesNothing(effectOf(region.file.reading), effectOf(arrived.file.reading))) return false;
    changed = next;
    return true;
  });
  return changed;
}

function withCarrierFixes(carrier: CarrierFile, settings: LintSettings, id: string | undefined): CarrierFile {
  const found = carrier.regions.flatMap((region, index) =>
    regionFindings(region, index, regionSettings(region, settings)).filter(
      (finding) => id === undefined || finding.id === id,
    ),
  );
  let changed = carrier;
  goodFixes(compatibleFixes(found), { left: maxTrials }, (edits) => {
    if (edits.length === 0) return false;
    const next = carrier.reopen(applyEdits(carrier.text, edits));
    const areGood = keepsRegions(carrier, next);
    if (areGood) changed = next;
    return areGood;
  });
  return changed;
}

/** True if a changed file carries the same texts, and the node reads no less of them. What the carrier broke can only get better. */
function keepsRegions({ regions }: CarrierFile, changed: CarrierFile): boolean {
  return (
    regions.length === changed.regions.length &&
    changed.regions.every(({ file }, index) => {
      const before = regions[index] as Region;
      return isBroken(before) || !readsLess(effectOf(before.file.reading), effectOf(file.reading));
    })
  );
}

function gone(before: LintedCarrier, after: LintedCarrier, id: string | undefined): readonly CarriedFinding[] {
  const left = new Map<string, number>();
  const nameOf = ({ id: rule, region, message }: CarriedFinding): string => `${rule} ${region} ${message}`;
  const addLeft = (finding: CarriedFinding, count: number): number => {
    const same = left.get(nameOf(finding)) ?? 0;
    left.set(nameOf(finding), same + count);
    return same;
  };
  for (const finding of after.findings) addLeft(finding, 1);
  // Of findings that say the same, those without a fix are left.
  for (const finding of before.findings) if (!hasSafeFix(finding)) addLeft(finding, -1);
  return before.findings.filter(
    (finding) => (id === undefined || finding.id === id) && hasSafeFix(finding) && addLeft(finding, -1) <= 0,
  );
}
