import { bareName } from "../file/configLookup.ts";
import type { RegistriesFile } from "../file/file.ts";
import { isDockerHub, plainHost } from "../hosts/registryKey.ts";
import type { Finding, FindingFix } from "../lint/lint.ts";
import type { Span } from "../text/span.ts";
import type { Path } from "../yaml/document.ts";
import { rulesOfError } from "./errorRules.ts";
import type { FailedPull } from "./failedAttempt.ts";
import type { OtherRegistries } from "./otherRegistries.ts";
import { planCauses } from "./planCauses.ts";
import type { PlanCause } from "./planCheck.ts";
import type { PullError } from "./pullError.ts";

/** Something in the file that leads to an error. */
export interface FileCause {
  /** What is wrong, and what it does. */
  readonly text: string;
  /** What else is known of it, a sentence each. */
  readonly details: readonly string[];
  /** In UTF-16 offsets; `undefined` for what is not in the file. */
  readonly span: Span | undefined;
  /** The rule that found it, which has a page. */
  readonly ruleId: string | undefined;
  /** The changes that fix it, the best one first. */
  readonly fixes: readonly FindingFix[];
}

/** So many are read at night; a file with more has one fault many times. */
const mostCauses = 12;

/**
 * What in the file leads to an error, most likely first: what the error proves about the mirrors, what rules found at the
 * entries that the pull has to do with, then what the plan of the pull shows. Messages of rules are English.
 *
 * @param findings of the same file
 * @param others what the error says about the registries that it does not name
 */
export function fileCauses(
  error: PullError,
  file: RegistriesFile,
  findings: readonly Finding[],
  pull: FailedPull,
  others: OtherRegistries,
): readonly FileCause[] {
  const ids = [...rulesOfError[error.kind], ...others.rules];
  const concerned = entriesOf(error, file, pull);
  const found = findings
    .filter(({ id, start }) => ids.includes(id) && (!concerned || concerned(start)))
    .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id) || a.start - b.start)
    .map(
      ({ start, end, id, message, fixes }): FileCause => ({
        text: message,
        details: [],
        span: { start, end },
        ruleId: id,
        fixes,
      }),
    );
  const placed = ({ text, details, path }: PlanCause): FileCause => ({
    text,
    details,
    span: path && file.doc.span(path, "key"),
    ruleId: undefined,
    fixes: [],
  });
  const planned = planCauses(error, pull).filter(({ path }) => {
    // The rule about "auths" reports the whole section.
    const entry = path && wholeEntry(file, path[0] === "auths" ? ["auths"] : path);
    // A rule says more of the same entry, and more than what has no place.
    return !found.some(({ span: place }) => !entry || (place && contains(entry, place.start)));
  });
  const proved = others.cause ? [placed(others.cause)] : [];
  return [...proved, ...found, ...once(planned.map(placed))].slice(0, mostCauses);
}

function once(causes: readonly FileCause[]): readonly FileCause[] {
  const seen = new Set<string>();
  return causes.filter(({ text, span }) => {
    const identity = JSON.stringify([text, span]);
    return !seen.has(identity) && seen.add(identity);
  });
}

function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}

/** The key of an entry, and all below it. */
function wholeEntry({ doc }: RegistriesFile, path: Path): Span {
  const [key, value] = [doc.span(path, "key"), doc.span(path)];
  return { start: Math.min(key.start, value.start), end: Math.max(key.end, value.end) };
}

/**
 * Whether an offset lies in an entry that the pull has to do with, or beside the entries of registries: at the root or in
 * a section itself.
 *
 * @returns `undefined` when it is not known what the pull has to do with
 */
function entriesOf(
  error: PullError,
  file: RegistriesFile,
  { plan, attempts, before }: FailedPull,
): ((offset: number) => boolean) | undefined {
  if (!plan) return undefined;
  const { mirrors, configs } = file;
  const hosts = new Set([
    plan.image.registry,
    ...(error.host === undefined ? [] : [error.host]),
    ...(attempts.length > 0 ? [...before, ...attempts] : plan.attempts).map(({ host }) => host),
  ]);
  const names = new Set([...hosts].map((host) => bareName(host)));
  const means = (key: string): boolean =>
    key === "*" || names.has(bareName(plainHost(key))) || (isDockerHub(plainHost(key)) && [...hosts].some(isDockerHub));
  const { mismatches, misplaced, unaddressed } = file.matching;
  const meant = new Set([
    ...[...mismatches.values(), ...unaddressed.values()]
      .filter(({ used }) => hosts.has(used.host))
      .map((m) => m.config),
    ...[...misplaced.values()].filter((m) => m.hosts.some((used) => hosts.has(used.host))).map((m) => m.config),
  ]);
  const concerned = [
    ...mirrors.filter(({ registry, path }) => means(registry) || path[1] === plan.mirror?.registry),
    ...configs.filter((config) => means(config.host) || meant.has(config)),
  ].map(({ path }) => wholeEntry(file, path));
  const all = [...mirrors, ...configs].map(({ path }) => wholeEntry(file, path));
  return (offset) => concerned.some((span) => contains(span, offset)) || !all.some((span) => contains(span, offset));
}
