import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../project/files.ts";

/**
 * One script of all test files. Each is a function in `exports.files`, and what it imports is evaluated when it is called,
 * anew for each time that the script was run.
 *
 * @param code what some files contain in place of their source
 */
export async function testBundle(
  testFiles: readonly string[],
  code: ReadonlyMap<string, string>,
  outfile: string,
): Promise<void> {
  const entries = testFiles.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)})`);
  await build({
    stdin: { contents: `export const files = { ${entries.join(",\n")} };`, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
    logOverride: { "empty-import-meta": "silent" },
    plugins: [
      {
        name: "mutants",
        setup({ onLoad }) {
          onLoad({ filter: /[\\/](?:src|test)[\\/].*\.m?ts$/ }, ({ path }) => {
            const source = code.get(relative(root, path).replaceAll("\\", "/")) ?? readFileSync(path, "utf8");
            const url = JSON.stringify(pathToFileURL(path).href);
            return { contents: source.replaceAll("import.meta.url", url), loader: "ts" };
          });
        },
      },
    ],
  });
}

/** Where the bundle is: beside the packages, so that nothing else finds its tests. */
export const bundleFile = join(root, "node_modules/.cache/mutate/tests.cjs");
