import type { RegistriesFile } from "../file/file.ts";
import { type HostPlace, placeAt } from "../file/hostOccurrences.ts";
import { hostProblem } from "../hosts/registryHost.ts";
import { lineColumnsIn } from "../text/lines.ts";
import { type Result, refuse } from "../text/result.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { parseFirstDocument } from "../yaml/parser.ts";
import { doubleQuoted, looksTyped } from "../yaml/scalar.ts";
import { sourceOf } from "../yaml/source.ts";
import { hasTemplate, maskTemplates } from "../yaml/template.ts";
import { collision, isRenamedOnly, type RenamedPlace } from "./renamed.ts";

/** The name of the host that a rename at a place is about, without its port. */
export interface RenameTarget extends Span {
  readonly name: string;
}

/**
 * What can be renamed at a place of a registries.yaml: the host of a key or endpoint. A refusal contains nothing of the
 * file.
 *
 * @param offset in UTF-16 units
 */
export function renameTarget(file: RegistriesFile, offset: number): Result<RenameTarget> {
  const found = targetIn(file, offset);
  if (!found.ok) return found;
  const { start, end } = found.span;
  return { ok: true, start, end, name: found.place.name };
}

/**
 * Renames the host at a place in every place of the file that means it, letter by letter: keys of `mirrors`, `configs`
 * and `auths`, and endpoints. Scheme, user, path, quotes and port of each stay. A port in the new name takes the place
 * of the port at the offset, and of the same port, or the same lack of one, wherever else the host has it.
 *
 * @param offset in UTF-16 units
 * @param newName as it is typed: a host, with or without a port
 * @returns edits that do not overlap; or why the host can't have that name
 */
export function renameEdits(
  file: RegistriesFile,
  offset: number,
  newName: string,
): Result<{ readonly edits: readonly TextEdit[] }> {
  const { doc } = file;
  const { text } = doc;
  const found = targetIn(file, offset);
  if (!found.ok) return found;
  const typed = newName.trim();
  const problem = typedProblem(typed);
  if (problem) return refuse(problem);
  const line = (place: Span): number => lineColumnsIn(text)(place.start).line;
  const { places } = found;
  const renamed: RenamedPlace[] = [];
  for (const place of places) {
    if (place.name !== found.place.name) continue;
    const made = renamedPlace(doc, place, typed, found.place.port);
    if (!made)
      return refuse(
        `Line ${line(place.node)} contains the host with escapes or line breaks. Write it in one piece there first.`,
      );
    const unfit = place.kind === "mirror" ? hostProblem(made.host) : undefined;
    if (unfit) return refuse(unfit);
    renamed.push(made);
  }
  const other = collision(places, renamed);
  if (other)
    return refuse(
      other.kind === "endpoint"
        ? `The endpoint in line ${line(other.node)} would then be in its list twice, and k3s skips the second. Remove one of them first.`
        : `Line ${line(other.node)} already has an entry of that name. Merge the two entries first, or choose another name.`,
    );
  const edits = [...new Map(renamed.map(({ edit }) => [edit.start, edit])).values()].filter(
    ({ start, end, text: written }) => text.slice(start, end) !== written,
  );
  return isRenamedOnly(file, places, renamed, edits)
    ? { ok: true, edits }
    : refuse(
        "The rename would change more than this host, for example because an anchor shares its value. Edit it by hand.",
      );
}

interface FoundTarget {
  readonly places: readonly HostPlace[];
  readonly place: HostPlace;
  readonly span: Span;
}

function targetIn({ doc, hostPlaces: places }: RegistriesFile, offset: number): Result<FoundTarget> {
  const place = placeAt(places, offset);
  if (!place) return refuse('Put the cursor on a host: a key of "mirrors" or "configs", or an endpoint.');
  if (place.name === "*") return refuse('The key "*" means all other registries and can\'t be renamed.');
  if (!isReadThrough(doc))
    return refuse("k3s can't read this file, so the rename could miss a place. Fix the YAML first.");
  return { ok: true, places, place, span: place.span ?? place.node };
}

/** Whether all of the file was read, so that no place can be missed: without guesses about where a fault ends. */
function isReadThrough({ document, onlyCredentials, template, text }: YamlDocument): boolean {
  if (!document.failure || onlyCredentials) return true;
  return template && !parseFirstDocument(sourceOf(maskTemplates(text))).failure;
}

/**
 * A name alone is a host for an endpoint; the key of a mirror needs a dot or a port:
 * docs/how-k3s-reads-it/hosts.md#mirror-lookup.
 */
function typedProblem(typed: string): string | undefined {
  if (typed.includes("*")) return "Enter the full name of one host, without a wildcard.";
  return hostProblem(/^[a-z\d-]+$/.test(typed) ? `${typed}:1` : typed);
}

function renamedPlace(
  doc: YamlDocument,
  place: HostPlace,
  typed: string,
  oldPort: string | undefined,
): RenamedPlace | undefined {
  const { text, port, part, span, node } = place;
  if (!span) return undefined;
  const [, name = typed, typedPort] = /^(.*?)(?::(\d+))?$/.exec(typed) ?? [];
  const givesPort = typedPort !== undefined && port === oldPort;
  const [oldLength, host] = givesPort ? [port === undefined ? 0 : port.length + 1, `${name}:${typedPort}`] : [0, name];
  const whole = { start: span.start, end: span.end + oldLength };
  const renamedText = text.slice(0, part.start) + host + text.slice(part.end + oldLength);
  const made = { place, text: renamedText, host: givesPort || !port ? host : `${name}:${port}` };
  if (node.style !== "plain" || !needsQuotes(host, renamedText)) return { ...made, edit: { ...whole, text: host } };
  const written = doc.text.slice(node.start, span.start) + host + doc.text.slice(whole.end, node.end);
  const template = doc.template && hasTemplate(written);
  if (/[\r\n]/.test(written) || (template && /["\\]/.test(written))) return undefined;
  const quoted = template ? `"${written}"` : doubleQuoted(written);
  return { ...made, edit: { start: node.start, end: node.end, text: quoted } };
}

/** Brackets mean a list at the start of a plain scalar, and anywhere in flow style; some readers take `1.5` for a number. */
function needsQuotes(host: string, text: string): boolean {
  return /[[\]]/.test(host) || looksTyped(text);
}
