// `npm run fuzz -- [texts] [seed]`: damaged files and random texts through lint, every fix and fix-all. Prints the seed, and
// the smallest text that fails.
import fc from "fast-check";
import { checkText } from "./check.ts";
import { fuzzedTexts } from "./texts.ts";

const [runs = 20_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const batch = 2000;
console.log(`${runs} texts from seed ${seed}`);
for (let done = 0; done < runs; done += batch) {
  fc.assert(
    fc.property(fuzzedTexts(), (text) => checkText(text)),
    {
      numRuns: Math.min(batch, runs - done),
      seed: seed + done,
    },
  );
  if ((done / batch) % 10 === 9) console.log(`${done + batch} done`);
}
console.log(`${runs} texts: nothing thrown, every fix applied, at most six rounds`);
