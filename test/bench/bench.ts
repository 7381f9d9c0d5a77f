// `npm run bench`: text to findings, all rules on, for files of 1 to 500 hosts, beside a bare parse and
// yaml-language-server.
import { generateKeyPairSync } from "node:crypto";
import { Bench } from "tinybench";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDocument } from "yaml";
import { getLanguageService } from "yaml-language-server";
import { oneLineJson } from "../../src/core/json/tokens.ts";
import { lint } from "../../src/core/lint/lint.ts";
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

const service = getLanguageService({
  schemaRequestService: () => Promise.reject(new Error("No schemas here")),
  workspaceContext: { resolveRelativePath: (path) => path },
});
service.configure({ validate: true, hover: false, completion: false, format: false });

console.log("hosts   parse ms    lint ms   server ms   lint/parse   lint/server");
for (const hosts of [1, 10, 100, 500]) {
  const text = sample(hosts);
  let version = 0;
  const bench = new Bench({ warmupTime: 1000, time: 1500 });
  bench.add("parse", () => {
    parseDocument(text, { version: "1.1" });
  });
  bench.add("lint", () => {
    lint(text);
  });
  bench.add("server", async () => {
    version++;
    await service.doValidation(TextDocument.create("file:///registries.yaml", "yaml", version, text), false);
  });
  await bench.run();
  const [parse = 0, own = 0, server = 0] = bench.tasks.map(({ result }) =>
    "latency" in result ? result.latency.p50 : Number.NaN,
  );
  const cells = [
    parse.toFixed(2),
    own.toFixed(2),
    server.toFixed(2),
    (own / parse).toFixed(2),
    (own / server).toFixed(2),
  ];
  console.log([String(hosts).padStart(5), ...cells.map((cell) => cell.padStart(11))].join(""));
}
