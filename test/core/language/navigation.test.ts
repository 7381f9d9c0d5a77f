import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { readEndpoint } from "../../../src/core/hosts/endpoint.ts";
import { definition } from "../../../src/core/language/definition.ts";
import { references } from "../../../src/core/language/references.ts";
import { renameEdits, renameTarget } from "../../../src/core/language/rename.ts";
import { selectionRanges } from "../../../src/core/language/selectionRanges.ts";
import type { Span } from "../../../src/core/text/span.ts";
import { filesBelow, readText } from "../../project/files.ts";

const fixtures = filesBelow("test/rules").filter((path) => /\.ya?ml$/.test(path));

/** Asks every feature at each offset, and checks what it gives. */
function checkOffsets(text: string, offsets: readonly number[], name: string): void {
  const file = openRegistries(text);
  const ranges = selectionRanges(file, offsets);
  for (const [index, offset] of offsets.entries()) {
    const place = `${name} at ${offset}`;
    const inText = ({ start, end }: Span): void => assert.ok(0 <= start && start <= end && end <= text.length, place);
    const found = definition(file, offset);
    if (found) [found.origin, ...found.targets.flatMap(({ span, selection }) => [span, selection])].forEach(inText);
    references(file, offset).forEach(inText);
    const target = renameTarget(file, offset);
    if (!("problem" in target)) inText(target);
    const spans = ranges[index] ?? [];
    assert.deepEqual(spans.at(-1), { start: 0, end: text.length }, place);
    const cursor = Math.min(Math.max(offset, 0), text.length);
    for (const [step, { start, end }] of spans.entries()) {
      assert.ok(start <= cursor && cursor <= end, place);
      const outer = spans[step + 1];
      if (outer) assert.ok(outer.start <= start && end <= outer.end && end - start < outer.end - outer.start, place);
    }
  }
}

describe("navigation", () => {
  it("reads the same host in an endpoint as k3s, but for docker.io, in every rule's example", () => {
    for (const name of fixtures)
      for (const { kind, text, name: host, port } of openRegistries(readText(name)).hostPlaces) {
        const reading = readEndpoint(text);
        if (kind !== "endpoint" || !reading.ok || /^(?:https?:?\/[^/]|\/\/)|^https?:$|^https?\/\//i.test(text))
          continue;
        const written = port === undefined ? host : `${host}:${port}`;
        assert.equal(
          reading.address.host,
          written === "docker.io" ? "registry-1.docker.io" : written,
          `${name} ${text}`,
        );
      }
  });

  it("never throws, stays in the text and nests, all through every rule's example", () => {
    for (const name of fixtures) {
      const text = readText(name);
      checkOffsets(
        text,
        // Within a word nothing changes from letter to letter; in long values, as keys are, not for long.
        Array.from({ length: text.length + 2 }, (_, offset) => offset - 1).filter(
          (offset) => offset % (text.length < 2000 ? 6 : 37) === 0,
        ),
        name,
      );
    }
  }).timeout(180_000);

  it("does so in files that are half typed", () => {
    for (const name of fixtures) {
      const text = readText(name);
      const half = Math.floor((text.length * (name.length % 10)) / 10);
      checkOffsets(text.slice(0, half), [half - 9, half - 1, half], `${name} up to ${half}`);
    }
  }).timeout(180_000);

  it("keeps up with a long file", () => {
    const hosts = Array.from({ length: 500 }, (_, index) => `h${index}.example.com`);
    const text = `mirrors:\n${hosts.map((host) => `  ${host}:\n    endpoint: [https://${host}:5000]\n`).join("")}configs:\n${hosts.map((host) => `  ${host}:5000: {auth: {username: u}}\n`).join("")}`;
    const offset = text.indexOf("https://h250.");
    assert.equal(definition(openRegistries(text), offset)?.targets.length, 1);
    assert.equal(references(openRegistries(text), offset).length, 3);
    const renamed = renameEdits(openRegistries(text), offset, "b.example.com");
    assert.equal("edits" in renamed && renamed.edits.length, 3);
  });
});
