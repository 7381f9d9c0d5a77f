// `npm run conformance:record`: asks k3s' own reader what it makes of each input and writes the answers down. With
// `--check` nothing is written; a difference to what is written is an error. Needs Go (the version in go.mod or newer);
// without it, `--check` says so and is content.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inputs } from "./inputs.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const vectorsFile = fileURLToPath(new URL("vectors.jsonl", import.meta.url));

const check = process.argv.includes("--check");
const modules = spawnSync("go", ["mod", "download"], { cwd: folder, encoding: "utf8" });
if (check && modules.error) {
  console.log("Go is not installed: the recorded vectors are taken as they are.");
  process.exit(0);
}

const lines = inputs.map(({ name, input }) =>
  JSON.stringify(
    typeof input === "string" ? { name, input } : { name, inputBase64: Buffer.from(input).toString("base64") },
  ),
);
const { status, stdout, stderr, error } = spawnSync("go", ["run", "."], {
  cwd: folder,
  input: `${lines.join("\n")}\n`,
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
if (error || status !== 0) {
  console.error(`Go could not run k3s' reader: ${error?.message ?? stderr}`);
  process.exit(1);
}
if (!check) {
  writeFileSync(vectorsFile, stdout);
  console.log(`Recorded ${inputs.length} vectors.`);
} else if (!existsSync(vectorsFile) || readFileSync(vectorsFile, "utf8") !== stdout) {
  console.error("The recorded vectors are not what k3s' reader gives; run `npm run conformance:record`.");
  process.exit(1);
} else console.log(`${inputs.length} vectors are as k3s' reader gives them.`);
