// `npm run bench`: text to findings, all rules on, for files of 1 to 500 hosts, beside a bare parse and
// yaml-language-server.
import { generateKeyPairSync } from "node:crypto";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDocument } from "yaml";
import { getLanguageService } from "yaml-language-server";
import { oneLineJson } from "../../src/core/json/tokens.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";

const runs = 25;
/** Before it is measured, each has run as often as in an editor in which someone has typed a line or two. */
const warmUp = 40;

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

/** The median times of some actions, in milliseconds, taken in turns so that a busy machine is busy for all of them. */
async function medians(actions: readonly (() => unknown)[]): Promise<readonly number[]> {
  for (let run = 0; run < warmUp; run++) for (const action of actions) await action();
  const times = actions.map((): number[] => []);
  for (let run = 0; run < runs; run++)
    for (const [index, action] of actions.entries()) {
      const started = performance.now();
      await action();
      times[index]?.push(performance.now() - started);
    }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0);
}

const service = getLanguageService({
  schemaRequestService: () => Promise.reject(new Error("No schemas here")),
  workspaceContext: { resolveRelativePath: (path) => path },
});
service.configure({ validate: true, hover: false, completion: false, format: false });

console.log("hosts   parse ms    lint ms   server ms   lint/parse   lint/server");
for (const hosts of [1, 10, 100, 500]) {
  const text = sample(hosts);
  let version = 0;
  const [parse = 0, own = 0, server = 0] = await medians([
    () => parseDocument(text, { version: "1.1" }),
    () => lint(text),
    () => {
      version++;
      return service.doValidation(TextDocument.create("file:///registries.yaml", "yaml", version, text), false);
    },
  ]);
  const cells = [
    parse.toFixed(2),
    own.toFixed(2),
    server.toFixed(2),
    (own / parse).toFixed(2),
    (own / server).toFixed(2),
  ];
  console.log([String(hosts).padStart(5), ...cells.map((cell) => cell.padStart(11))].join(""));
}
