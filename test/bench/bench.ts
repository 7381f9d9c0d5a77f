// `npm run bench`: what is done with a text, from the text on, for files of 1 to 500 hosts, as a ratio to a bare parse:
// findings of all rules, and what an editor shows. yaml-language-server's validation is beside it. With `--worst` a file
// of 5 MB, and 500 hosts whose keys are long.
import { generateKeyPairSync } from "node:crypto";
import { Bench } from "tinybench";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDocument } from "yaml";
import { getLanguageService } from "yaml-language-server";
import { containerdPreview } from "../../src/core/containerd/containerdPreview.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { oneLineJson } from "../../src/core/json/tokens.ts";
import { completions } from "../../src/core/language/completion.ts";
import { hover } from "../../src/core/language/hover.ts";
import { references } from "../../src/core/language/references.ts";
import { outline } from "../../src/core/language/symbols.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { pullPlan } from "../../src/core/pull/plan.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";

/** A whole key, made for this run and thrown away: a damaged one would give a finding for each host. */
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const key = oneLineJson(fakeKeyFile({ private_key: privateKey }));

/** A registries.yaml with a mirror and a key for each host. */
function sample(hosts: number): string {
  const names = Array.from({ length: hosts }, (_, i) => `registry-${i}.example.com`);
  const mirrors = names.map((name) => `  ${name}:\n    endpoint:\n      - "https://${name}"\n`).join("");
  const configs = names
    .map((name) => `  ${name}:\n    auth:\n      username: _json_key\n      password: '${key}'\n`)
    .join("");
  return `mirrors:\n${mirrors}configs:\n${configs}`;
}

/** 500 hosts with a key of 9 kB each, about what the largest kind of key file comes to. */
function longKeys(): string {
  return sample(500).replaceAll("\\n-----END", `${"\\nAAAA".repeat(1200)}\\n-----END`);
}

const service = getLanguageService({
  schemaRequestService: () => Promise.reject(new Error("No schemas here")),
  workspaceContext: { resolveRelativePath: (path) => path },
});
service.configure({ validate: true, hover: false, completion: false, format: false });

/** Everything that is measured. The places are in the middle of the file, where no shortcut helps. */
function tasks(text: string): Readonly<Record<string, () => unknown>> {
  const last = text.lastIndexOf("\n  ", text.indexOf("\nconfigs:") / 2) + 3;
  const mirror = text.indexOf("  registry-", last) < 0 ? last : text.indexOf("  registry-", last) + 4;
  const password =
    text.indexOf("password:", text.length / 2) < 0
      ? text.indexOf("password:")
      : text.indexOf("password:", text.length / 2);
  const typed =
    text.indexOf("\n  registry-", mirror) < 0 ? text.indexOf("\nconfigs:") : text.indexOf("\n  registry-", mirror);
  const typing = `${text.slice(0, typed)}\n  reg${text.slice(typed)}`;
  const image = parseImage("registry-0.example.com/team/app:1.0");
  let version = 0;
  return {
    parse: () => parseDocument(text, { version: "1.1" }),
    lint: () => lint(openRegistries(text)),
    "hover on a mirror": () => hover(openRegistries(text), mirror),
    "hover on a password": () => hover(openRegistries(text), password),
    "completion of a host": () => completions(openRegistries(typing), typed + 6),
    "completion of a key": () => completions(openRegistries(text), password),
    outline: () => outline(openRegistries(text)),
    references: () => references(openRegistries(text), mirror),
    preview: () => containerdPreview(openRegistries(text), {}),
    "plan of a pull": () => image.ok && pullPlan(openRegistries(text), image.image),
    "server: validation": () => {
      version++;
      return service.doValidation(TextDocument.create("file:///registries.yaml", "yaml", version, text), false);
    },
  };
}

/** The fastest run of each in ms: it is the one that other work on the machine disturbed least. */
async function measure(text: string, time: number): Promise<Readonly<Record<string, number>>> {
  const bench = new Bench({ warmupTime: time / 2, time });
  for (const [name, run] of Object.entries(tasks(text))) bench.add(name, run);
  await bench.run();
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => [name, "latency" in result ? result.latency.min : Number.NaN]),
  );
}

const worst = process.argv.includes("--worst");
const texts: Readonly<Record<string, string>> = worst
  ? { "5 MB": sample(2200), "500 long keys": longKeys() }
  : Object.fromEntries([1, 10, 100, 500].map((hosts) => [`${hosts} hosts`, sample(hosts)]));
const columns: Record<string, Readonly<Record<string, number>>> = {};
for (const [name, text] of Object.entries(texts)) columns[name] = await measure(text, worst ? 3000 : 1000);

const cell = (text: string): string => text.padStart(22);
const names = Object.keys(columns);
console.log(["".padEnd(22), ...names.map(cell)].join(""));
for (const task of Object.keys(tasks(sample(1)))) {
  const cells = names.map((name) => {
    const { [task]: own = Number.NaN, parse = Number.NaN } = columns[name] ?? {};
    return cell(`${own.toFixed(2)} ms${task === "parse" ? "" : ` = ${(own / parse).toFixed(2)}×`}`);
  });
  console.log([task.padEnd(22), ...cells].join(""));
}
