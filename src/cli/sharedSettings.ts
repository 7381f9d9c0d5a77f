import { dirname, join, relative, resolve, sep } from "node:path";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import { isIgnored, type SharedSettings } from "../core/lint/sharedSettings.ts";
import { lineColumnsIn } from "../core/text/lines.ts";
import { decodeBytes } from "../core/yaml/source.ts";
import { errorCode, fileProblem, printable, shownArgument } from "./command.ts";
import { readRegularFile } from "./fileBytes.ts";
import { shownPath } from "./inputs.ts";
import type { Repositories } from "./repository.ts";
import { createFolderStats, distrust, statsOf } from "./settingsTrust.ts";

interface Found {
  readonly folder: string;
  readonly settings: SharedSettings;
}

export interface SettingsLookup {
  /**
   * The settings for the files of a folder.
   *
   * @returns `undefined` when their settings file is wrong, which was said then
   */
  settingsFor(folder: string): Promise<SharedSettings | undefined>;
  /** True if the settings leave a file out. */
  ignores(file: string): Promise<boolean>;
}

const none: SharedSettings = { ignores: [] };

/**
 * Finds the nearest `.k3s-registries.yaml` from a folder upward, up to the repository's root where there is one, and to
 * the first folder that is not trusted.
 *
 * @param options.cwd messages name files as they are seen from there
 * @param options.onProblem receives the problems of settings files
 * @param options.config the settings file that counts for all files, as it was named; the nearest one if there is none
 * @param options.onRemark receives a note about a settings file that is not used
 */
export function createSettingsLookup({
  cwd,
  repositories,
  onProblem,
  onRemark,
  config,
}: {
  readonly cwd: string;
  readonly repositories: Repositories;
  readonly onProblem: (line: string) => void;
  readonly onRemark: (line: string) => void;
  readonly config?: string | undefined;
}): SettingsLookup {
  const shownFile = (file: string): string => shownPath(relative(cwd, file) || file);
  const known = new Map<string, Promise<Found | "wrong" | undefined>>();

  const statsIn = createFolderStats();
  /** Windows has no owners. */
  const ownerOf = (folder: string): number | undefined => (process.getuid ? statsIn(folder)?.uid : undefined);

  const find = (folder: string, owner = ownerOf(folder)): Promise<Found | "wrong" | undefined> => {
    const key = config ?? `${owner} ${folder}`;
    const found = known.get(key) ?? (config === undefined ? search(folder, owner) : named(config));
    known.set(key, found);
    return found;
  };

  /** One that the user names is theirs, whoever can write it. */
  const named = async (path: string): Promise<Found | "wrong"> => {
    const file = resolve(cwd, path);
    const found = await readIn(dirname(file), file);
    if (found === undefined) onProblem(`${shownArgument(path)}: no such settings file`);
    return found ?? "wrong";
  };

  const search = async (folder: string, owner: number | undefined): Promise<Found | "wrong" | undefined> => {
    const file = join(folder, settingsFileName);
    const stats = statsOf(file);
    const distrusted = distrust(folder, stats, owner, statsIn, repositories);
    const parent = dirname(folder);
    const atTop = distrusted !== undefined || parent === folder || repositories.rootOf(folder) === folder;
    if (distrusted !== undefined && stats) onRemark(`${printable(shownFile(file))}: not used, because ${distrusted}`);
    const own = distrusted === undefined && stats ? await readIn(folder, file) : undefined;
    return own ?? (atTop ? undefined : find(parent, owner));
  };

  const readIn = async (folder: string, file: string): Promise<Found | "wrong" | undefined> => {
    const shown = shownFile(file);
    let bytes: Buffer;
    try {
      bytes = readRegularFile(file);
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
      onProblem(fileProblem(error, shown).message);
      return "wrong";
    }
    const { text } = decodeBytes(bytes);
    const { parseSettingsFile } = await import("../core/lint/settingsFile.ts");
    const { settings, problems } = parseSettingsFile(text);
    const lineColumnOf = lineColumnsIn(text);
    for (const { start, message } of problems) {
      const { line, column } = lineColumnOf(start);
      onProblem(`${printable(shown)}:${line}:${column} ${printable(message)}`);
    }
    return problems.length > 0 ? "wrong" : { folder, settings };
  };

  return {
    async settingsFor(folder) {
      const found = await find(folder);
      return found === "wrong" ? undefined : (found?.settings ?? none);
    },
    async ignores(file) {
      const found = await find(dirname(file));
      if (found === undefined || found === "wrong") return false;
      return isIgnored(found.settings, relative(found.folder, file).replaceAll(sep, "/"));
    },
  };
}
