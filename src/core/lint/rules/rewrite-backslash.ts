import { supports } from "../../file/release.ts";
import { changePattern, changeReplacement } from "../../file/rewrites/edits.ts";
import { plainPattern, withoutBackslashes, withoutQuotes } from "../../file/rewrites/plainPattern.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import { tomlText } from "../../file/rewrites/tomlText.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, LintSettings, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/rewrites.md#escaping, docs/how-k3s-reads-it/generated-files.md#hosts-toml. */
export const rewriteBackslash: Rule = {
  id: "rewrite-backslash",
  summary: "A backslash or a quote in a rewrite breaks what k3s writes for containerd",
  severity: "error",
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
    return "k3s writes it as it is into containerd's config.toml, which then can't be read, so that containerd does not start";
  return `k3s writes it as it is into containerd's hosts.toml for ${registry}, which then can't be read: all mirrors, rewrites and TLS settings of ${registry} are lost, not this rewrite alone`;
}

/** What containerd can't read: characters that TOML has no place for, as a message names them. */
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
  const mended = plainPattern(pattern);
  const operations = mended === undefined ? [] : changePattern(doc, rewrite, mended);
  const fixes: readonly Fix[] =
    operations.length === 0
      ? []
      : [{ title: `Write ${shown(mended ?? "")}`, safe: !pattern.includes('"'), operations }];
  const advice = mended === undefined ? "Write the pattern without it" : `Write ${shown(mended)}`;
  if (read !== undefined)
    return read.includes("\\") && withoutBackslashes(read) !== undefined
      ? {
          at: path,
          part: "key",
          severity: "information",
          message: `Two backslashes reach containerd as one, which is what it needs, but RKE2 takes both when it pulls its own image. ${advice}: both read that alike.`,
          fixes,
        }
      : {
          at: path,
          part: "key",
          message: `k3s writes this pattern into containerd's hosts.toml as it is, where a backslash and what follows it stand for another character: the pattern does not match what it says. ${advice}.`,
          fixes,
        };
  if (!reading.ok && /^(?:invalid escape|trailing backslash)/.test(reading.code)) return undefined;
  if (onlySlashes(pattern) && supports(target, "containerd 2") === false) return undefined;
  const since = onlySlashes(pattern) ? " (since containerd 2, from v1.31.6 and v1.32.2 on)" : "";
  return {
    at: path,
    part: "key",
    message: `There is a ${culprit(pattern)} in this pattern, and ${consequence}${since}. ${advice}${mended === undefined ? "" : " instead"}.`,
    fixes,
  };
}

/** What to write, in a message and a title; a long one is not repeated. */
function shown(mended: string): string {
  return mended.length <= 60 ? mended : "it without backslashes";
}

/** `\/` alone is one that containerd's TOML parser took until containerd 2. */
function onlySlashes(text: string): boolean {
  return tomlText(text.replaceAll("\\/", "/")) !== undefined;
}

function replacementReport(doc: YamlDocument, rewrite: Rewrite, consequence: string): Report | undefined {
  const { replacement, path } = rewrite;
  if (replacement === undefined || tomlText(replacement) === replacement) return undefined;
  // `\1` is meant as a group: rewrite-group-reference mends it.
  const rest = replacement.replace(/(?<!\\)\\+(?:\d|g<\w+>)/g, "");
  if (rest !== replacement && tomlText(rest) === rest) return undefined;
  const plain = replacement.replace(/(?<!\\)\\+([$./_-])/g, "$1");
  const mended = tomlText(plain) === plain ? plain : withoutQuotes(replacement);
  const operations = mended === undefined ? [] : changeReplacement(doc, rewrite, mended);
  return {
    at: path,
    message: `There is a ${culprit(replacement)} in this replacement, and ${consequence}. ${mended === undefined ? "Write it without." : `Write ${shown(mended)} instead.`}`,
    fixes:
      operations.length === 0
        ? []
        : [{ title: `Write ${shown(mended ?? "")}`, safe: !replacement.includes('"'), operations }],
  };
}
