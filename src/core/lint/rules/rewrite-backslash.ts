import { supports } from "../../file/release.ts";
import { changePattern, changeReplacement } from "../../file/rewrites/edits.ts";
import { plainPattern, withoutBackslashes, withoutQuotes } from "../../file/rewrites/plainPattern.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import { tomlText } from "../../file/rewrites/tomlText.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, LintSettings, Report, Rule } from "../rule.ts";

export const summary = "A backslash or quote in a rewrite breaks containerd's configuration";

/** Source: docs/how-k3s-reads-it/rewrites.md#escaping, docs/how-k3s-reads-it/generated-files.md#hosts-toml. */
export const rewriteBackslash: Rule = {
  id: "rewrite-backslash",
  severity: "error",
  fixes: true,
  check(file, settings) {
    const reports: Report[] = [];
    for (const { mirror, rewrite } of file.rewrites) {
      const consequence = consequenceFor(mirror.registry, settings);
      const pattern = patternReport(file.doc, rewrite, consequence, settings);
      if (pattern) reports.push(pattern);
      const replacement = replacementReport(file.doc, rewrite, consequence);
      if (replacement) reports.push(replacement);
    }
    return reports;
  },
};

function consequenceFor(registry: string, { target = {} }: LintSettings): string {
  if (supports(target, "hosts.toml") === false)
    return "containerd can't read the config.toml that k3s writes, and does not start";
  return `containerd can't read the hosts.toml that k3s writes: all mirrors, rewrites and TLS settings of "${registry}" are lost`;
}

/** Returns the name of the character that is not allowed in TOML. */
function culprit(text: string): string {
  if (text.includes("\\")) return "backslash";
  return text.includes('"') ? "double quote" : "line break or control character";
}

function patternReport(
  doc: YamlDocument,
  rewrite: Rewrite,
  consequence: string,
  { target = {} }: LintSettings,
): Report | undefined {
  const { pattern, path, reading } = rewrite;
  const read = tomlText(pattern);
  if (read === pattern) return undefined;
  const repaired = plainPattern(pattern);
  const operations = repaired === undefined ? [] : changePattern(doc, rewrite, repaired);
  const fixes: readonly Fix[] =
    operations.length === 0
      ? []
      : [{ title: `Write ${shown(repaired ?? "")}`, safe: !pattern.includes('"'), operations }];
  const advice = repaired === undefined ? "Write the pattern without one" : `Write ${named(repaired)}`;
  if (read !== undefined)
    return read.includes("\\") && withoutBackslashes(read) !== undefined
      ? {
          at: path,
          part: "key",
          severity: "information",
          message: `containerd reads two backslashes as one, but RKE2 reads two when it pulls its own image. ${advice}, which both read the same way.`,
          fixes,
        }
      : {
          at: path,
          part: "key",
          message: `k3s does not escape this pattern in containerd's hosts.toml, where its backslashes mean something else, so it does not match as written. ${advice}.`,
          fixes,
        };
  if (!reading.ok && /^(?:invalid escape|trailing backslash)/.test(reading.code)) return undefined;
  if (onlySlashes(pattern) && supports(target, "containerd 2") === false) return undefined;
  const since = onlySlashes(pattern) ? " (with containerd 2, from v1.31.6 and v1.32.2 on)" : "";
  return {
    at: path,
    part: "key",
    message: `This pattern contains a ${culprit(pattern)}, so ${consequence}${since}. ${advice}${repaired === undefined ? "" : " instead"}.`,
    fixes,
  };
}

/** Returns what to write, in a title; a long pattern is not repeated. */
function shown(repaired: string): string {
  return repaired.length <= 60 ? repaired : "it without backslashes";
}

/** Returns the same for a message. */
function named(repaired: string): string {
  return shown(repaired) === repaired ? `"${repaired}"` : shown(repaired);
}

/** True if the text has no other fault than `\/`, which containerd's TOML parser accepted before containerd 2. */
function onlySlashes(text: string): boolean {
  return tomlText(text.replaceAll("\\/", "/")) !== undefined;
}

function replacementReport(doc: YamlDocument, rewrite: Rewrite, consequence: string): Report | undefined {
  const { replacement, path } = rewrite;
  if (replacement === undefined || tomlText(replacement) === replacement) return undefined;
  // `\1` is meant as a group: rewrite-group-reference fixes it.
  const rest = replacement.replace(/(?<!\\)\\+(?:\d|g<\w+>)/g, "");
  if (rest !== replacement && tomlText(rest) === rest) return undefined;
  const plain = replacement.replace(/(?<!\\)\\+([$./_-])/g, "$1");
  const repaired = tomlText(plain) === plain ? plain : withoutQuotes(replacement);
  const operations = repaired === undefined ? [] : changeReplacement(doc, rewrite, repaired);
  return {
    at: path,
    message: `This replacement contains a ${culprit(replacement)}, so ${consequence}. ${repaired === undefined ? "Write it without one." : `Write ${named(repaired)} instead.`}`,
    fixes:
      operations.length === 0
        ? []
        : [{ title: `Write ${shown(repaired ?? "")}`, safe: !replacement.includes('"'), operations }],
  };
}
