// What changes a file besides fixes: the result is read as well as before, says what it should, and a second run is quiet.

import assert from "node:assert/strict";
import { convert } from "../../src/core/convert/convert.ts";
import { credentialHosts, extract, extractForms } from "../../src/core/convert/extract.ts";
import { insertions } from "../../src/core/convert/insert.ts";
import { rotate } from "../../src/core/convert/rotate.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { shownHost } from "../../src/core/display/shown.ts";
import type { RegistriesFile } from "../../src/core/file/file.ts";
import type { MirrorReading, Registry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { disableInFile, disableNextLine, isOnlyComment } from "../../src/core/lint/disable.ts";
import type { LintedFile } from "../../src/core/lint/lint.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { assertReadsAsWell, lintText, type ReadText, read, readOf } from "./check.ts";

/** Hosts that a credential of no registry is for: Docker Hub's rules, a port, and none of these. */
const plainHosts = ["docker.io", "registry.example.com:5000", "new.example.com"];

/** Each function here gives what is shown of what it does, in which no secret may be. */
export function convertInto(before: ReadText, credential: Credential): unknown {
  const { text } = before;
  const hosts = credential.hosts.length > 0 ? credential.hosts : plainHosts;
  const request = { assignments: [{ credential, hosts }], mirrors: hosts.length !== 2 };
  const conversion = convert({ ...request, existing: openRegistries(text) });
  if (!conversion.ok) return conversion.problem;
  const { edits, text: after, changes, preview } = conversion;
  assert.equal(applyEdits(text, edits), after, "the edits of a conversion give its text");
  const now = read(after);
  assertReadsAsWell(before, now, "a conversion");
  assertSameBut(before, now, new Set(changes.map(({ host }) => shownHost(host))));
  const again = convert({ ...request, existing: openRegistries(after) });
  assert.ok(again.ok, "a second conversion is refused");
  assert.equal(again.text, after, "a second conversion changes something");
  return [changes, preview, again.preview];
}

export function rotateIn(before: ReadText, credential: Credential): unknown {
  const { text } = before;
  const rotation = rotate(openRegistries(text), credential);
  if (!rotation.ok) return rotation.problem;
  const { edits, text: after, changes, others, preview } = rotation;
  assert.equal(applyEdits(text, edits), after, "the edits of a rotation give its text");
  const now = read(after);
  assertReadsAsWell(before, now, "a rotation");
  assertSameBut(before, now, new Set(changes.map(({ host }) => shownHost(host))));
  const again = rotate(openRegistries(after), credential);
  assert.ok(again.ok, "a second rotation is refused");
  assert.equal(again.text, after, "a second rotation changes something");
  return [changes, others, preview];
}

export function extractFrom(file: RegistriesFile): unknown {
  return credentialHosts(file).map((host) =>
    extractForms(file, host).map((form) => {
      const extraction = extract(file, host, form);
      assert.ok(extraction.ok, `${form} is offered, and refused`);
      const reading = readCredentials(extraction.text);
      // A damaged key is extracted as it is.
      return reading.ok ? reading.credentials.map(({ description }) => description) : reading.problem;
    }),
  );
}

/** @param place from 0 for the start of the text to 1 for its end */
export function insertInto(before: ReadText, credential: Credential, place: number): unknown {
  const { text } = before;
  const at = Math.floor(place * (text.length + 1));
  const options = { suggestedHosts: plainHosts, mirrors: true };
  return insertions(openRegistries(text), { start: at, end: at }, [credential], options).map(
    ({ kind, hosts, edits, credentials }) => {
      assertReadsAsWell(before, read(applyEdits(text, edits)), `an insertion as ${kind}`);
      // The host of a password that is replaced is not named.
      return [kind === "entry" ? hosts : [], credentials];
    },
  );
}

/** @param place which of the findings, from 0 for the first to 1 */
export function disableOne({ file, findings }: LintedFile, place: number): void {
  const { text } = file.doc;
  const finding = findings[Math.floor(place * findings.length)];
  if (!finding) return;
  const { id, start } = finding;
  const edit = disableInFile(text, id);
  // Where it is not, it is not offered.
  if (!isOnlyComment(file, edit)) return;
  const inFile = lintText(applyEdits(text, [edit]));
  assertSame(readOf(file), readOf(inFile.file), `disabling ${id} in the file`);
  assert.ok(!inFile.findings.some((left) => left.id === id), `${id} is disabled in the file, and still found`);
  const above = disableNextLine(text, { id, start });
  if (isOnlyComment(file, above))
    assertSame(readOf(file), read(applyEdits(text, [above])), `disabling ${id} for a line`);
}

/** @throws AssertionError when k3s reads something else of a text that it read before */
function assertSame({ reading: old }: ReadText, { text, reading: now }: ReadText, what: string): void {
  if (!old.ok) return;
  assert.ok(now.ok, `k3s reads the file, and not after ${what}\n${text}`);
  assert.deepEqual(now.registry, old.registry, `${what} changes what k3s reads\n${text}`);
}

/**
 * @param hosts those whose credential changes, as they are shown
 * @throws AssertionError when k3s reads anything else of a text than before, but for credentials and new mirrors
 */
function assertSameBut({ reading: old }: ReadText, { text, reading: now }: ReadText, hosts: ReadonlySet<string>): void {
  if (!old.ok || !now.ok) return;
  const changes = (host: string): boolean => hosts.has(shownHost(host));
  const rest = ({ configs, auths }: Registry) => [
    Object.entries(configs).filter(([host, { auth, tls }]) => !changes(host) && (auth || tls)),
    Object.entries(configs).flatMap(([host, { tls }]) => (changes(host) && tls ? [[host, tls]] : [])),
    auths,
  ];
  assert.deepEqual(rest(now.registry), rest(old.registry), `other registries are read as before\n${text}`);
  for (const [registry, mirror] of Object.entries(old.registry.mirrors)) {
    const read: MirrorReading | undefined = now.registry.mirrors[registry];
    assert.deepEqual(read?.rewrite, mirror.rewrite, "rewrites are read as before");
    if (mirror.endpoint.length > 0) assert.deepEqual(read?.endpoint, mirror.endpoint, "endpoints are read as before");
  }
}
