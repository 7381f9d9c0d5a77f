import { dirname, join, relative, sep } from "node:path";
import { isIgnored, parseSettingsFile, type SharedSettings, settingsFileName } from "../core/lint/settingsFile.ts";
import { placesIn } from "../core/text/lines.ts";
import { decodeBytes } from "../core/yaml/source.ts";
import { errorCode, fileProblem, plainText } from "./command.ts";
import { readRegularFile } from "./fileBytes.ts";
import { shownPath } from "./inputs.ts";
import { repositoryOf } from "./repository.ts";

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
  settingsFor(folder: string): SharedSettings | undefined;
  /** Whether the settings leave a file out. */
  ignores(file: string): boolean;
}

const none: SharedSettings = { ignores: [] };

/** Finds the nearest `.k3s-registries.yaml` from a folder upward, up to the repository's root where there is one. */
export function createSettingsLookup(onProblem: (line: string) => void): SettingsLookup {
  const known = new Map<string, Found | "wrong" | undefined>();

  const find = (folder: string): Found | "wrong" | undefined => {
    if (known.has(folder)) return known.get(folder);
    const parent = dirname(folder);
    const atTop = parent === folder || repositoryOf(folder) === folder;
    const found = readIn(folder) ?? (atTop ? undefined : find(parent));
    known.set(folder, found);
    return found;
  };

  const readIn = (folder: string): Found | "wrong" | undefined => {
    const file = join(folder, settingsFileName);
    const shown = shownPath(relative(process.cwd(), file) || file);
    let bytes: Buffer;
    try {
      bytes = readRegularFile(file);
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
      onProblem(fileProblem(error, shown).message);
      return "wrong";
    }
    const { text } = decodeBytes(bytes);
    const { settings, problems } = parseSettingsFile(text);
    const placeOf = placesIn(text);
    for (const { start, message } of problems) {
      const { line, column } = placeOf(start);
      onProblem(`${plainText(shown)}:${line}:${column} ${plainText(message)}`);
    }
    return problems.length > 0 ? "wrong" : { folder, settings };
  };

  return {
    settingsFor(folder) {
      const found = find(folder);
      return found === "wrong" ? undefined : (found?.settings ?? none);
    },
    ignores(file) {
      const found = find(dirname(file));
      if (found === undefined || found === "wrong") return false;
      return isIgnored(found.settings, relative(found.folder, file).replaceAll(sep, "/"));
    },
  };
}
