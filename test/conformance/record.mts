// `npm run conformance:record`: asks Go what k3s makes of each input and writes the answers down. With `--check` nothing
// is written; a difference to what is written is an error. Needs Go (the version in go.mod or newer); without it,
// `--check` says so and is content.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sets } from "./sets.ts";

const check = process.argv.includes("--check");
const module = fileURLToPath(new URL(".", import.meta.url));
const modules = spawnSync("go", ["mod", "download"], { cwd: module, encoding: "utf8" });
if (check && modules.error) {
  console.log("Go is not installed: the recorded vectors are taken as they are.");
  process.exit(0);
}

for (const { reader, folder, vectors, lines } of sets) {
  const { status, stdout, stderr, error } = spawnSync("go", ["run", "."], {
    cwd: folder,
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error || status !== 0) {
    console.error(`Go could not run ${reader}: ${error?.message ?? stderr}`);
    process.exitCode = 1;
  } else if (!check) {
    writeFileSync(vectors, stdout);
    console.log(`Recorded ${lines.length} vectors of ${reader}.`);
  } else if (!existsSync(vectors) || readFileSync(vectors, "utf8") !== stdout) {
    console.error(`The recorded vectors are not those of ${reader}; run \`npm run conformance:record\`.`);
    process.exitCode = 1;
  } else console.log(`${lines.length} vectors are those of ${reader}.`);
}
