// Measures the bundle, as users run it: from single modules every call between them would cost extra.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { startBench } from "./startBench.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const has = (option) => process.argv.includes(option);

if (!has("--start")) {
  const entry = has("--shapes") ? "shapesBench.ts" : has("--carriers") ? "carriersBench.ts" : "bench.ts";
  const outfile = join(root, "out", "bench.mjs");
  await build({
    entryPoints: [join(root, "test", "bench", entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  await import(pathToFileURL(outfile).href);
}
if (!["--shapes", "--carriers", "--worst"].some(has)) startBench();
