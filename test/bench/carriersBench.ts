// `npm run bench -- --carriers`: what it takes to open and lint a file that carries a registries.yaml, as a ratio to a
// bare parse of the file and of the text that it carries; and to look at 1,000 files of other tools, as a ratio to reading them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Bench } from "tinybench";
import { parseAllDocuments } from "yaml";
import { mayCarry } from "../../src/core/carriers/mayCarry.ts";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { wrapForms, wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lintCarrier } from "../../src/core/lint/lintCarrier.ts";

/** A registries.yaml without a fault, with a mirror and a credential for each host. */
function sample(hosts: number): string {
  const names = Array.from({ length: hosts }, (_, i) => `registry-${i}.example.com`);
  const mirrors = names.map((name) => `  ${name}:\n    endpoint:\n      - "https://${name}"\n`).join("");
  const configs = names
    .map((name) => `  ${name}:\n    auth:\n      username: robot\n      password: 's3cret'\n`)
    .join("");
  return `mirrors:\n${mirrors}configs:\n${configs}`;
}

const names = { yaml: "group_vars/all.yaml", terraform: "main.tf", nix: "module.nix" } as const;

/** The fastest run of each in ms: it is the one that other work on the machine disturbed least. */
async function measure(tasks: Readonly<Record<string, () => unknown>>): Promise<Readonly<Record<string, number>>> {
  const bench = new Bench({ warmupTime: 300, time: 600 });
  for (const [name, run] of Object.entries(tasks)) bench.add(name, run);
  await bench.run();
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => [name, "latency" in result ? result.latency.min : Number.NaN]),
  );
}

const cell = (text: string): string => text.padStart(22);
const sizes = [1, 10, 100, 500];
console.log(["lint of a carrier".padEnd(22), ...sizes.map((size) => cell(`${size} hosts`))].join(""));
for (const form of wrapForms) {
  const cells: string[] = [];
  for (const size of sizes) {
    const made = wrapRegistries(openRegistries(sample(size)), form);
    if (!made.ok) continue;
    const { text, language } = made;
    const name = names[language];
    const { regions } = openCarrier(name, text);
    if (regions.length === 0) throw new Error(`${form} carries nothing`);
    const { lint = Number.NaN, parse = Number.NaN } = await measure({
      // To the outer file a block string is one scalar, so what is in it is parsed as well.
      parse: () => [text, ...regions.map((region) => region.text)].map((part) => parseAllDocuments(part)),
      lint: () => lintCarrier(openCarrier(name, text)),
    });
    cells.push(cell(`${lint.toFixed(2)} ms = ${(lint / parse).toFixed(2)}×`));
  }
  if (cells.length > 0) console.log([form.padEnd(22), ...cells].join(""));
}

const folder = fileURLToPath(new URL("../test/carriers/silent", import.meta.url));
const manifest = readFileSync(join(folder, "kyverno.yaml"), "utf8");
const others = Array.from({ length: 1000 }, (_, i) => [`app-${i}.yaml`, `${manifest}# ${i}\n`] as const);
const { look = Number.NaN, read = Number.NaN } = await measure({
  look: () => others.filter(([name, text]) => mayCarry(text, name)),
  read: () => others.map(() => readFileSync(join(folder, "kyverno.yaml"), "utf8")),
});
console.log(
  `\n1,000 files of other tools: ${look.toFixed(2)} ms to look at, ${(look / read).toFixed(2)}× of reading them`,
);
