import type { RegistriesFile } from "../file/file.ts";
import { registriesFormat } from "../file/format.ts";
import { lineStop } from "../text/lines.ts";
import type { Span } from "../text/span.ts";
import { brokenCredentials } from "../yaml/brokenCredential.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { targetOf } from "../yaml/firstDocument.ts";
import { column } from "../yaml/layout.ts";
import { isEmpty, type Node, type Pair } from "../yaml/node.ts";

/** Where a password stands or belongs. */
export interface PasswordPlace {
  /** What the password replaces: the value that is there, or the blanks where it belongs. */
  readonly value: Span;
  /** Where the key starts. */
  readonly key: number;
  /** Whether it stands between braces. */
  readonly flow: boolean;
}

/** The password whose value a selection is in or takes the place of; `undefined` when it is at none. */
export function passwordPlace(file: RegistriesFile, at: Span): PasswordPlace | undefined {
  const { doc } = file;
  const { text } = doc;
  const pair = passwordPairs(file).find((one) => holds(text, one, at));
  if (pair) return { value: covering(pair.value, at), key: pair.key, flow: pair.flow };
  return doc.problems.length > 0 || doc.rendersLater ? placeOnLine(text, at) : undefined;
}

interface WrittenPassword extends PasswordPlace {
  readonly empty: boolean;
  readonly block: boolean;
}

function passwordPairs({ doc, configs }: RegistriesFile): readonly WrittenPassword[] {
  const found: WrittenPassword[] = [];
  for (const { auth } of configs) {
    const map = doc.node(auth.path)?.node;
    const broken = doc.value(auth.password.path).kind === "broken" ? doc.span(auth.password.path) : undefined;
    for (const pair of map?.kind === "map" ? doc.occurrences(auth.password.path) : []) {
      const value = broken && isEmptyOrBroken(pair, broken) ? broken : valueSpan(doc, pair);
      const written = pair.value.kind === "scalar" && pair.value.style === "block";
      found.push({
        value,
        key: pair.key.start,
        flow: map?.kind === "map" && map.flow,
        empty: value.start === pair.colonEnd,
        block: written,
      });
    }
  }
  return found;
}

function isEmptyOrBroken({ colonEnd, value }: Pair, broken: Span): boolean {
  return (isEmpty(value) && broken.start >= colonEnd) || value.start === broken.start;
}

/** The value with its anchor or tag, unless an alias refers to that; of an empty one, the blanks after the colon. */
function valueSpan(doc: YamlDocument, { colonEnd, value }: Pair): Span {
  const kept = value.anchor !== undefined && isReferenced(doc, value);
  const start = kept ? value.start : value.propertiesStart;
  if (!isEmpty(value) || value.propertiesStart < value.start) return { start, end: value.end };
  const blanks = /^[ \t]*/.exec(doc.text.slice(colonEnd))?.[0].length ?? 0;
  const comment = doc.text[colonEnd + blanks] === "#";
  return { start: colonEnd, end: comment || blanks === 0 ? colonEnd : colonEnd + blanks };
}

function isReferenced({ document }: YamlDocument, node: Node): boolean {
  return document.aliases.some((alias) => targetOf(document, alias) === node);
}

/** Whether a selection starts in a value, or on the lines below a key or block header that has nothing under it yet. */
function holds(text: string, { value, key, empty, block, flow }: WrittenPassword, at: Span): boolean {
  if (at.start >= value.start && at.start <= value.end) return true;
  if (empty && !flow && at.start > value.end && at.start <= lineStop(text, value.end))
    return !text.slice(value.end, at.start).includes("#");
  const between = text.slice(value.end, at.start);
  return (
    (empty || block) &&
    !flow &&
    at.start > value.end &&
    between.trim() === "" &&
    column(text, at.start) > column(text, key)
  );
}

function covering(value: Span, at: Span): Span {
  return { start: value.start, end: Math.max(value.end, at.end) };
}

const passwordLine = /^([ \t]*)(["']?)password\2[ \t]*:/;

/** Goes by the line alone, for a text that can't be read yet. */
function placeOnLine(text: string, at: Span): PasswordPlace | undefined {
  const starts = [at.start];
  // The selection may start on a line below, in a JSON that was pasted as it is.
  const broken = brokenCredentials(text, registriesFormat.fragileKeys, () => false).find(
    ({ field, start, end }) => field === "password" && start <= at.start && at.start <= end,
  );
  if (broken) starts.unshift(broken.start);
  for (const offset of starts) {
    const lineStart = offset - column(text, offset);
    const line = text.slice(lineStart, lineStop(text, offset));
    const found = passwordLine.exec(line);
    const colonEnd = lineStart + (found?.[0].length ?? 0);
    if (!found || at.start < colonEnd) continue;
    const key = lineStart + (found[1]?.length ?? 0);
    if (broken) return { value: covering(broken, at), key, flow: false };
    const comment = /[ \t]#/.exec(line.slice(found[0].length));
    const end = comment ? colonEnd + comment.index : lineStart + line.length;
    return at.start > end ? undefined : { value: covering({ start: colonEnd, end }, at), key, flow: false };
  }
  return undefined;
}
