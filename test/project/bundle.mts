import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./files.ts";

/**
 * Makes one script of test code that runs long: from single modules, and with their names kept, all is slower.
 *
 * @param contents an entry module, which imports relative to the project's folder
 * @param replaced what some files contain in place of their source, by path from the project's folder
 * @returns the path of the script
 */
export async function bundled(contents: string, replaced: ReadonlyMap<string, string> = new Map()): Promise<string> {
  const cache = join(root, "node_modules/.cache/k3s-registries");
  mkdirSync(cache, { recursive: true });
  const outfile = join(mkdtempSync(`${cache}/`), "bundle.cjs");
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
    plugins: [
      {
        name: "sources",
        setup({ onLoad }) {
          onLoad({ filter: /[\\/](?:src|test)[\\/].*\.m?ts$/ }, ({ path }) => {
            const source = replaced.get(relative(root, path).replaceAll("\\", "/")) ?? readFileSync(path, "utf8");
            // A script has none of its own.
            const url = JSON.stringify(pathToFileURL(path).href);
            return { contents: source.replaceAll("import.meta.url", url), loader: "ts" };
          });
        },
      },
    ],
  });
  return outfile;
}
