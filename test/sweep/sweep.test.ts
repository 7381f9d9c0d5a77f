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

function* everyOffset(text: string): Iterable<number> {
  for (let offset = -1; offset <= text.length + 1; offset++) yield offset;
}

describe("what an editor shows", function () {
  // Seconds each where nothing else runs, much more where other suites do.
  this.timeout(180_000);

  for (const [name, provider] of Object.entries(providers)) {
    it(`${name}: at every offset of every rule's example it throws nothing and shows no secret`, () => {
      for (const fixture of fixtures) {
        const text = readText(fixture);
        sweep(provider, fixture, text, everyOffset(text), secretRuns(text));
        for (const [kind, marked] of Object.entries({ canaries: withCanaries(text), tokens: withTokens(text) }))
          if (marked !== text) sweep(provider, `${fixture} with ${kind}`, marked, everyOffset(marked), none);
      }
    });

    it(`${name}: at 200 offsets of each real file it throws nothing and shows no secret (seed ${seed})`, function () {
      if (!existsSync(corpus)) this.skip();
      const random = randomNumbers(seed);
      for (const file of readdirSync(corpus).filter((name) => name.endsWith(".yaml"))) {
        const text = readFileSync(`${corpus}/${file}`, "utf8");
        for (const swept of [text, withCanaries(text), withTokens(text)]) {
          const offsets = Array.from({ length: 200 }, () => Math.floor(random() * (swept.length + 1)));
          sweep(provider, file, swept, offsets, swept === text ? secretRuns(text) : none);
        }
      }
    });
  }
});
