// `npm run bench`: text to findings for files of 1 to 500 hosts, beside a bare parse and yaml-language-server.
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDocument } from "yaml";
import { getLanguageService } from "yaml-language-server";
import { oneLineJson } from "../../src/core/json/tokens.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";

const runs = 15;

/** A registries.yaml with a mirror and a key for each host. */
function sample(hosts: number): string {
  const names = Array.from({ length: hosts }, (_, i) => `registry-${i}.example.com`);
  const key = oneLineJson(
    fakeKeyFile({ private_key: `-----BEGIN PRIVATE KEY-----\n${"QUJD".repeat(400)}\n-----END PRIVATE KEY-----\n` }),
  );
  const mirrors = names.map((name) => `  ${name}:\n    endpoint:\n      - "https://${name}"\n`).join("");
  const configs = names
    .map((name) => `  ${name}:\n    auth:\n      username: _json_key\n      password: '${key}'\n`)
    .join("");
  return `mirrors:\n${mirrors}configs:\n${configs}`;
}

/** The median time of some runs, in milliseconds. */
async function median(action: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await action();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
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
  const parse = await median(() => parseDocument(text, { version: "1.1" }));
  const own = await median(() => lint(text));
  const server = await median(() => {
    version++;
    return service.doValidation(TextDocument.create("file:///registries.yaml", "yaml", version, text), false);
  });
  const cells = [
    parse.toFixed(2),
    own.toFixed(2),
    server.toFixed(2),
    (own / parse).toFixed(2),
    (own / server).toFixed(2),
  ];
  console.log([String(hosts).padStart(5), ...cells.map((cell) => cell.padStart(11))].join(""));
}
