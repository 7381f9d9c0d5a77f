import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { HeldCredential, HostChange } from "../core/convert/convert.ts";
import type { PreviewLine } from "../core/convert/preview.ts";
import { nextSteps } from "../core/deploy/nextSteps.ts";
import { CliProblem, type Output, plainText, shownArgument } from "./command.ts";
import { shownPath } from "./inputs.ts";
import { readTextFile, type TextFile, writeTextFile } from "./textFile.ts";

/** A registries.yaml that a command writes. */
export interface RegistriesTarget {
  /** What it holds; empty for one that is not there yet. */
  readonly text: string;
  /** @throws CliProblem when it can't be written, or changed meanwhile */
  write(text: string): Promise<void>;
}

/**
 * Reads the registries.yaml that is to be written.
 *
 * @param options.there `needed`, `fine` or `refused` (unless empty): whether there is to be a file already
 * @throws CliProblem when it is not text, or there against that
 */
export async function registriesTarget(
  path: string,
  { there }: { readonly there: "needed" | "fine" | "refused" },
): Promise<RegistriesTarget> {
  const file =
    there === "needed" || existsSync(resolve(path)) ? await readTarget(path, there === "refused") : undefined;
  const text = file?.source.text ?? "";
  return {
    text,
    async write(content) {
      if (content === text && file) return;
      await writeTextFile(resolve(path), path, file?.encode(content) ?? Buffer.from(content), file?.bytes);
    },
  };
}

async function readTarget(path: string, refused: boolean): Promise<TextFile> {
  const file = await readTextFile(resolve(path), path);
  if (!file.whole) throw new CliProblem(`${shownArgument(path)}: this file is not text in UTF-8; nothing was changed`);
  if (refused && file.source.text.trim() !== "")
    throw new CliProblem(`${shownArgument(path)}: this file is there already; --into merges into it`);
  return file;
}

const signs = { same: "  ", added: "+ ", removed: "- ", gap: "  " } as const;

/** The lines of a preview as `--dry-run` shows them. */
export function previewText(lines: readonly PreviewLine[]): string {
  return lines.map(({ kind, text }) => `${signs[kind]}${plainText(text)}\n`).join("");
}

function shownCredential({ keyId, username }: HeldCredential): string {
  if (keyId !== undefined) return `key ${keyId}`;
  return username === undefined ? "a token" : `user ${username}`;
}

/**
 * What was done and what is left to do, on standard error: a preview stays alone on standard output.
 *
 * @param written the file, when it was written
 */
export function reportChanges(changes: readonly HostChange[], written: string | undefined, output: Output): void {
  for (const { host, action, old, new: held } of changes) {
    const what = { added: "added", replaced: "replaced", unchanged: "there already" }[action];
    const name = shownCredential(held);
    const names = action === "replaced" && old ? `${shownCredential(old)} by ${name}` : name;
    output.note(`${plainText(host)}: ${what} (${plainText(names)})`);
  }
  if (written === undefined) return;
  output.note(`${plainText(shownPath(written))} is ready. On every node that pulls:`);
  for (const { product, commands } of nextSteps) output.note(`  ${product}: ${commands[0] ?? ""}`);
  output.note("Then restart k3s or RKE2 there; the file is read only at start.");
}
