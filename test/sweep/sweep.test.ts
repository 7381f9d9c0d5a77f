import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { randomNumbers } from "../fuzz/choices.ts";
import { filesBelow, readText } from "../project/files.ts";
import { type Provider, providers, shownTexts } from "./providers.ts";
import { canary, secretRuns, shownRun, withCanaries, withTokens } from "./secrets.ts";

const corpus = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
const seed = Number(process.env["SWEEP_SEED"] ?? 20261125);
const fixtures = filesBelow("test/rules").filter((name) => /\.ya?ml$/.test(name));

/**
 * Asks a provider at offsets of a text.
 *
 * @param runs what of the text's secrets must not be shown, besides the canary
 * @throws AssertionError when it throws, or shows a secret
 */
function sweep(
  provider: Provider,
  name: string,
  text: string,
  offsets: Iterable<number>,
  runs: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  let last = -1;
  let given: unknown;
  try {
    const at = provider(text);
    for (const offset of offsets) {
      last = offset;
      const result = at(offset);
      if (result === given) continue;
      given = result;
      const shown = shownTexts(result).join("\n");
      if (seen.has(shown)) continue;
      seen.add(shown);
      assert.ok(!shown.includes(canary), `a canary is shown: ${shown}`);
      const run = shownRun(shown, runs);
      assert.ok(run === undefined, `${JSON.stringify(run)} of a secret is shown: ${shown}`);
    }
  } catch (error) {
    throw new Error(`${name} at ${last}`, { cause: error });
  }
}

const none: ReadonlySet<string> = new Set();

/**
 * The offsets at which an answer can change: where words, blanks, line ends and signs begin, in the middle of words, at the
 * ends of the text and outside of it.
 */
function tokenOffsets(text: string, tokens = /[\w.-]+|[ \t]+|\r?\n|[\s\S]/g): readonly number[] {
  const inside = [...text.matchAll(tokens)].flatMap(({ 0: token, index }) =>
    token.length > 2 ? [index, index + Math.floor(token.length / 2)] : [index],
  );
  return [-1, ...inside, text.length, text.length + 1];
}

interface SweptText {
  readonly name: string;
  readonly text: string;
  /** What of its secrets must not be shown, besides the canary. */
  readonly runs: ReadonlySet<string>;
  readonly offsets: readonly number[];
}

/** Words that are put into a text: between them it is the text as it was, which is asked everywhere. */
const words = /[\w.-]+/g;

/** Each text of the rules' examples once: as it is, with canaries for short secrets, and with tokens for words. */
function exampleTexts(): readonly SweptText[] {
  const examples = fixtures.map((name) => ({ name, text: readText(name) }));
  const all = [
    ...examples.map(({ name, text }) => ({ name, text, runs: secretRuns(text), offsets: tokenOffsets(text) })),
    ...examples.map(({ name, text }) => changedText(`${name} with canaries`, withCanaries(text))),
    ...examples.map(({ name, text }) => changedText(`${name} with tokens`, withTokens(text))),
  ];
  const known = new Set<string>();
  return all.filter(({ text }) => !known.has(text) && Boolean(known.add(text)));
}

function changedText(name: string, text: string): SweptText {
  return { name, text, runs: none, offsets: tokenOffsets(text, words) };
}

describe("what an editor shows", function () {
  // Seconds each where nothing else runs, much more where other suites do.
  this.timeout(180_000);
  const examples = exampleTexts();

  for (const [name, provider] of Object.entries(providers)) {
    it(`${name}: at every token of every rule's example it throws nothing and shows no secret`, () => {
      for (const { name: example, text, offsets, runs } of examples) sweep(provider, example, text, offsets, runs);
    });

    it(`${name}: at 100 tokens of each real file it throws nothing and shows no secret (seed ${seed})`, function () {
      if (!existsSync(corpus)) this.skip();
      const random = randomNumbers(seed);
      for (const file of readdirSync(corpus).filter((name) => name.endsWith(".yaml"))) {
        const text = readFileSync(`${corpus}/${file}`, "utf8");
        for (const swept of [text, withCanaries(text), withTokens(text)]) {
          const tokens = tokenOffsets(swept);
          const offsets = Array.from({ length: 100 }, () => tokens[Math.floor(random() * tokens.length)] ?? 0);
          sweep(provider, file, swept, offsets, swept === text ? secretRuns(text) : none);
        }
      }
    });
  }
});
