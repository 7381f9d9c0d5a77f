import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hasRegistriesName } from "../core/file/recognise.ts";
import { errorCode } from "./command.ts";
import { readRegularFile } from "./fileBytes.ts";

/** A folder with more YAML files is not one of a cluster's configuration. */
const mostFiles = 100;

/**
 * Returns a function that is true for an absolute path if a configuration of k3d names it: one beside it, above it or in the
 * working directory. k3d reads such a file before k3s does. Each folder is read once in a run.
 */
export function createK3dLinks(cwd: string): (file: string) => Promise<boolean> {
  const namedIn = new Map<string, Promise<ReadonlySet<string>>>();
  return async (file) => {
    for (const folder of new Set([dirname(file), dirname(dirname(file)), cwd])) {
      const named = namedIn.get(folder) ?? namesIn(folder, cwd);
      namedIn.set(folder, named);
      if ((await named).has(file)) return true;
    }
    return false;
  };
}

/** The absolute paths that the configurations in a folder may mean. */
async function namesIn(folder: string, cwd: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of yamlIn(folder)) {
    const config = join(folder, name);
    const text = textOf(config);
    if (!/k3d\.io\//i.test(text)) continue;
    const { carrierFile } = await import("./loadedLater.ts");
    for (const { reader, path } of carrierFile(config, text).links)
      if (reader === "k3d") for (const base of [folder, cwd]) found.add(resolve(base, path));
  }
  return found;
}

/** The YAML files in a folder but for those that have the name of what a configuration names. */
function yamlIn(folder: string): readonly string[] {
  const names = unless(() => readdirSync(folder), []).filter(
    (name) => /\.ya?ml$/i.test(name) && !hasRegistriesName(name),
  );
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
