import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import { mayCarry } from "../core/carriers/mayCarry.ts";
import type { CarrierFile } from "../core/carriers/openCarrier.ts";
import { type FileRegion, type Region, wholeFile } from "../core/carriers/region.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { hasRegistriesName, isRegistriesFile } from "../core/file/recognise.ts";
import type { Target } from "../core/file/release.ts";
import { lineColumnsIn } from "../core/text/lines.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import type { SourceText } from "../core/yaml/source.ts";
import { carrierFile } from "./carrierFile.ts";
import { printable, type Surroundings, shownArgument } from "./command.ts";
import { type Input, inputsOf, realPath, shownPath } from "./inputs.ts";
import { readTextFile } from "./textFile.ts";

/** An argument that names a file, and perhaps a registries.yaml inside it: `FILE#REGION`. */
export interface FileArgument {
  /** The file as it was named; `-` for standard input. */
  readonly path: string;
  /** The name or the number of a region; `undefined` for the only one, and for a file that is a registries.yaml. */
  readonly region: string | undefined;
}

/** Splits `FILE#REGION` where the file is. A file whose own name contains `#` is one itself. */
export function fileArgument(argument: string, cwd: string): FileArgument {
  if (existsSync(resolve(cwd, argument))) return { path: argument, region: undefined };
  for (let at = argument.indexOf("#"); at > 0; at = argument.indexOf("#", at + 1)) {
    const path = argument.slice(0, at);
    if (path === "-" || existsSync(resolve(cwd, path))) return { path, region: argument.slice(at + 1) };
  }
  return { path: argument, region: undefined };
}

/** A registries.yaml that a command reads: a file, or a region of one. */
export interface NamedFile {
  readonly region: FileRegion;
  /** The bytes of a file that is a registries.yaml itself. */
  readonly bytes: Uint8Array | undefined;
  /** The file without its region, as messages name it. */
  readonly shown: string;
  /** The line of the file, from 1 on, at an offset of the region. */
  lineOf(offset: number): number;
}

/**
 * Reads a registries.yaml, or a file that carries one.
 *
 * @param argument `FILE`, `FILE#REGION`, `-` or `-#REGION`
 * @param shown how messages name standard input
 * @throws UserProblem when it can't be read, or several registries.yaml files are in it and none is named
 */
export async function readNamedFile(argument: string, shown: string, surroundings: Surroundings): Promise<NamedFile> {
  const { path, region: name } = fileArgument(argument, surroundings.cwd);
  const named = path === "-" ? shown : shownPath(path);
  const { source, bytes } = await readTextFile(path, named, surroundings);
  const part = regionIn(path === "-" ? "" : resolve(surroundings.cwd, path), source, named, name);
  const region = part ?? wholeFile(openRegistries(source));
  const lineColumnOf = lineColumnsIn(source.text);
  const lineOf = (offset: number): number => lineColumnOf(region.outerSpan({ start: offset, end: offset }).start).line;
  return { region, bytes: part === undefined ? bytes : undefined, shown: named, lineOf };
}

/** The same as `inputsOf`, for arguments that may be `FILE#REGION`. */
export function* namedInputs(
  operands: readonly string[],
  cwd: string,
  onProblem: (problem: UserProblem) => void,
): Iterable<Input & { readonly region?: string | undefined }> {
  // Whatever is named is read once for each of its regions.
  const seen = new Set<string>();
  for (const operand of operands) {
    const { path, region } = fileArgument(operand, cwd);
    for (const input of inputsOf([path], cwd, onProblem)) {
      const key = JSON.stringify([input.file === undefined ? "-" : realPath(input.file), region]);
      if (!seen.has(key)) yield { ...input, region };
      seen.add(key);
    }
  }
}

/**
 * The registries.yaml inside a file that an argument names.
 *
 * @param file its absolute path; empty for standard input
 * @param shown how messages name it
 * @returns `undefined` for a file that is a registries.yaml itself
 * @throws UserProblem when there are several and none is named, or none is there by that name
 */
export function regionIn(
  file: string,
  source: SourceText,
  shown: string,
  name: string | undefined,
): Region | undefined {
  const carrier = carrierIn(file, source);
  if (carrier !== undefined) return carrier.regions[regionIndex(carrier, name, shown)];
  if (name !== undefined) throw noRegion(shown, name);
  return undefined;
}

/**
 * Opens a file as one that carries registries.yaml files.
 *
 * @param file its absolute path; empty for standard input
 * @returns `undefined` if it is a registries.yaml itself, or carries none
 */
export function carrierIn(file: string, { text }: SourceText): CarrierFile | undefined {
  const slashed = file.replaceAll(sep, "/");
  if ((hasRegistriesName(slashed) && isRegistriesFile(slashed, text)) || !mayCarry(text, slashed)) return undefined;
  const carrier = carrierFile(slashed, text);
  return carrier.regions.length > 0 ? carrier : undefined;
}

/**
 * Finds a region by its name or its number.
 *
 * @param shown how messages name the file
 * @throws UserProblem when it is not there, or several are and none is named
 */
export function regionIndex({ regions }: CarrierFile, name: string | undefined, shown: string): number {
  const listed = regions.map((region, index) => `${index + 1} ${printable(region.name)}`).join(", ");
  const file = shownArgument(shown);
  if (name === undefined) {
    if (regions.length === 1) return 0;
    throw new UserProblem(
      `${file}: ${regions.length} registries.yaml are in this file; name one as FILE#NUMBER: ${listed}`,
    );
  }
  const same = regions.flatMap((region, index) => (region.name === name ? [index] : []));
  if (same.length > 1)
    throw new UserProblem(`${file}: ${same.length} registries.yaml have this name; use the number: ${listed}`);
  const index = same[0] ?? (/^\d{1,6}$/.test(name) ? Number(name) - 1 : -1);
  if (regions[index] === undefined)
    throw new UserProblem(`${file}: no registries.yaml ${shownArgument(name)} in it; it has ${listed}`);
  return index;
}

export function noRegion(file: string, name: string): UserProblem {
  return new UserProblem(
    `${shownArgument(file)}: this file carries no registries.yaml, so it has no part ${shownArgument(name)}`,
  );
}

/** What runs on the nodes, of which the carrier says the product. k3d's nodes run k3s. */
export function nodeTarget({ reader }: FileRegion, target: Target | undefined): Target | undefined {
  if (reader === undefined) return target;
  const product = reader === "rke2" ? "rke2" : "k3s";
  return { ...(target?.product === undefined || target.product === product ? target : {}), product };
}
