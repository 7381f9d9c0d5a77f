// `node --import tsx test/conformance/pull/table.mts [FILE]`: how many recorded pulls a plan equals, by release, and what
// differs. FILE has a recorded pull a line; this project's own when left out.
import { vectorsIn } from "../vectors.ts";
import { differences, type PullVector } from "./vectors.ts";

const own = new URL("vectors.jsonl", import.meta.url);
const results = vectorsIn<PullVector>(process.argv[2] ?? own).map((vector) => ({ vector, found: differences(vector) }));
for (const { vector, found } of results) for (const line of found) console.log(`${vector.name}\n  ${line}`);
const releases = [...new Set(results.map(({ vector }) => vector.k3s))].sort();
for (const release of [...releases, undefined]) {
  const some = results.filter(({ vector }) => release === undefined || vector.k3s === release);
  const equal = some.filter(({ found }) => found.length === 0).length;
  const share = ((100 * equal) / some.length).toFixed(1);
  console.log(`${release ?? "all"}: ${equal} of ${some.length} pulls are equal (${share} %)`);
}
