import assert from "node:assert/strict";
import { type Canary, passwords, secretParts, tokens } from "./canaries.ts";
import { type CommandFolder, commandFolder } from "./commands.ts";
import { otherFiles } from "./otherFiles.ts";
import { places, tokenPlaces } from "./places.ts";
import { providers, shownTexts } from "./providers.ts";

/** A file with a secret in it, and what must not be seen of it. */
interface Marked {
  readonly name: string;
  readonly text: string;
  readonly parts: readonly string[];
}

function marked(canaries: readonly Canary[]): readonly Marked[] {
  const of = (kinds: typeof places, all: readonly Canary[]): readonly Marked[] =>
    Object.entries(kinds).flatMap(([place, fill]) =>
      all.map((canary) => {
        const text = fill(canary.text);
        return { name: `${place}: ${canary.text}`, text, parts: secretParts(canary, text) };
      }),
    );
  return [
    ...of(places, canaries),
    ...of(
      tokenPlaces,
      canaries.filter((canary) => tokens.includes(canary)),
    ),
  ];
}

const files = marked([...passwords, ...tokens]);
const sample = marked([...passwords.filter(({ text }) => /^(?:hunter2,|p@ss)/.test(text)), ...tokens.slice(0, 1)]);
const tokenFiles = sample.slice(-Object.keys(tokenPlaces).length);
/** Each place once, with one secret after the other: the commands take the most time. */
const rotating = Object.keys(places).flatMap((place, index) => {
  const canary = passwords[index % passwords.length];
  return files.filter(({ name }) => name === `${place}: ${canary?.text}`);
});
/** Providers that take little time, or of which each secret is a case of its own: asked with every secret. */
const quick: ReadonlySet<string> = new Set([
  "outline",
  "containerd preview",
  "pull plans",
  "findings",
  "lines of findings",
  "edits of fixes",
  "diff of all fixes",
  "preview of a conversion",
  "preview of a rotation",
  "extraction",
]);
const leaks: string[] = [];

function check(where: string, { name, parts }: Marked, shown: string): void {
  const part = parts.find((one) => shown.includes(one));
  if (part === undefined) return;
  const line = shown.split("\n").find((text) => text.includes(part)) ?? shown;
  leaks.push(`${where}\t${name}\t${line.slice(0, 200)}`);
}

describe("a secret at any place of a registries.yaml", function () {
  this.timeout(180_000);
  let folder: CommandFolder;
  before(() => {
    folder = commandFolder();
  });
  after(() => {
    folder.remove();
  });
  beforeEach(() => {
    leaks.length = 0;
  });

  it("has at least 135 places", () => {
    assert.ok(Object.keys(places).length >= 135);
  });

  for (const [name, provider] of Object.entries(providers))
    it(`is not shown by ${name}`, () => {
      for (const file of quick.has(name) ? files : sample) {
        const at = provider(file.text);
        const seen = new Set<unknown>();
        for (let offset = 0; offset <= file.text.length; offset += 5) {
          const given = at(offset);
          if (seen.has(given)) continue;
          seen.add(given);
          check(name, file, shownTexts(given).join("\n"));
        }
      }
      assert.deepEqual(leaks, []);
    });

  it("is not told of a credential file, a pasted error or a settings file", () => {
    for (const canary of [...passwords, ...tokens])
      for (const { name, show, onlyTokens } of otherFiles) {
        if (onlyTokens && !tokens.includes(canary)) continue;
        check(name, { name: canary.text, text: "", parts: canary.parts }, JSON.stringify(show(canary.text)));
      }
    assert.deepEqual(leaks, []);
  });

  it("is not printed by any command", async () => {
    for (const [index, file] of [...rotating, ...tokenFiles].entries())
      for (const [run, shown] of await folder.runAll(file.text, index)) check(run, file, shown);
    assert.deepEqual(leaks, []);
  });
});
