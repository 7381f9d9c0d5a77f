import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { errorCode } from "./command.ts";
import { readRegularFile } from "./fileBytes.ts";

/** A folder with more YAML files is not one of a cluster's configuration. */
const mostFiles = 100;

/**
 * True if a configuration of k3d names a file: one beside it, above it or in the working directory. k3d reads such a file
 * before k3s does.
 *
 * @param file its absolute path
 */
export async function isNamedByK3d(file: string, cwd: string): Promise<boolean> {
  for (const folder of new Set([dirname(file), dirname(dirname(file)), cwd]))
    for (const name of yamlIn(folder)) {
      const config = join(folder, name);
      const text = config === file ? "" : textOf(config);
      if (!/k3d\.io\//i.test(text) || !text.includes(basename(file))) continue;
      const { carrierFile } = await import("./loadedLater.ts");
      const isThis = (path: string): boolean => [folder, cwd].some((base) => resolve(base, path) === file);
      if (carrierFile(config, text).links.some(({ reader, path }) => reader === "k3d" && isThis(path))) return true;
    }
  return false;
}

function yamlIn(folder: string): readonly string[] {
  const names = unless(() => readdirSync(folder), []).filter((name) => /\.ya?ml$/i.test(name));
  return names.length > mostFiles ? [] : names;
}

function textOf(file: string): string {
  return unless(() => readRegularFile(file).toString("utf8"), "");
}

/** What is read, or something else if it can't be. */
function unless<T>(read: () => T, other: T): T {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return other;
  }
}
