import type { Mirror } from "../../file/file.ts";
import { changePattern, changeReplacement } from "../../file/rewrites/edits.ts";
import { hostInPattern, wantsTag } from "../../file/rewrites/patternScope.ts";
import { searchBudget } from "../../file/rewrites/patternSearch.ts";
import type { Budget } from "../../file/rewrites/repositoryName.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import type { MirrorRewrite } from "../../file/rewrites/rewrites.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/rewrites.md#pattern, distribution/reference (what a repository can be). */
export const rewriteHostOrTag: Rule = {
  id: "rewrite-host-or-tag",
  summary: "A rewrite names a registry, a tag or a digest",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const budget = searchBudget();
    for (const entry of file.rewrites) {
      const report = patternReport(file.doc, entry, budget) ?? replacementReport(file.doc, entry);
      if (report) reports.push(report);
    }
    return reports;
  },
};

function patternReport(doc: YamlDocument, { mirror, rewrite }: MirrorRewrite, budget: Budget): Report | undefined {
  const found = hostInPattern(mirror, rewrite);
  const at = { at: rewrite.path, part: "key" as const };
  if (found?.own)
    return {
      ...at,
      message: `A pattern is compared with the repository alone, as in library/nginx: with ${found.host} in it, this one matches no image. Leave out the registry.`,
      fixes: fixOf(doc, rewrite, "Leave out the registry", found.rest),
    };
  if (found)
    return {
      ...at,
      message: `A pattern is compared with the repository alone, and ${mirror.registry === "*" ? "no registry is named in it" : `${mirror.registry} has no images of ${found.host}`}: this one matches none. Put it into the rewrite of a mirror ${found.host}.`,
    };
  if (!wantsTag(mirror, rewrite, budget)) return undefined;
  const kind = rewrite.pattern.includes("@") ? "digest" : "tag";
  const stripped = /^(\^?[\w./-]+|\^?[\w./-]*\([^():@]*\))(?::[\w.-]+)?(?:@sha256:\w+)?\$?$/.exec(rewrite.pattern)?.[1];
  return {
    ...at,
    message: `A pattern is compared with the repository alone, without tag or digest: with a ${kind} in it, this one matches no image. Leave it out; the image's own ${kind} stays as it is.`,
    fixes:
      stripped === undefined
        ? []
        : fixOf(doc, rewrite, `Leave out the ${kind}`, stripped.endsWith(")") ? stripped : `${stripped}$`),
  };
}

/** Changes the pattern, and takes the tag out of the replacement with it. */
function fixOf(doc: YamlDocument, rewrite: Rewrite, title: string, pattern: string): readonly Fix[] {
  const { replacement = "" } = rewrite;
  const operations = changePattern(doc, rewrite, pattern);
  const untagged = withoutTag(replacement);
  const both = untagged === replacement ? operations : [...operations, ...changeReplacement(doc, rewrite, untagged)];
  return operations.length === 0 ? [] : [{ title, safe: false, operations: both }];
}

function withoutTag(replacement: string): string {
  return replacement.replace(/(?::[\w.-]+)?(?:@sha256:\w+)?$/, "");
}

function replacementReport(doc: YamlDocument, { mirror, rewrite }: MirrorRewrite): Report | undefined {
  const { replacement, pieces, path } = rewrite;
  if (replacement === undefined) return undefined;
  const host = hostInReplacement(mirror, replacement);
  if (host !== undefined)
    return {
      at: path,
      message: `A replacement is a repository's name: the mirror ${host.name} is asked for one that begins with its own host, which it will not have. Leave out the registry.`,
      fixes: change(doc, rewrite, "Leave out the registry", host.rest),
    };
  if (!pieces.some((piece) => piece.kind === "text" && /[:@]/.test(piece.text))) return undefined;
  const untagged = withoutTag(replacement);
  return {
    at: path,
    message:
      "A replacement is a repository's name, which can't hold a : or @, so that the mirror has no such image. Leave out the registry and the tag: the image's own tag stays as it is.",
    fixes: /[:@]/.test(untagged) ? [] : change(doc, rewrite, "Leave out the tag", untagged),
  };
}

function change(doc: YamlDocument, rewrite: Rewrite, title: string, replacement: string): readonly Fix[] {
  const operations = changeReplacement(doc, rewrite, replacement);
  return operations.length === 0 ? [] : [{ title, safe: false, operations }];
}

/** The host of one of the mirror's own endpoints at the start of a replacement. */
function hostInReplacement(
  { endpoints }: Mirror,
  replacement: string,
): { readonly name: string; readonly rest: string } | undefined {
  const match = /^(?:https?:\/\/)?([^/]+)\/(.+)$/s.exec(replacement);
  const [, name = "", rest = ""] = match ?? [];
  return name !== "" && endpoints.some(({ address }) => address?.host === name) ? { name, rest } : undefined;
}
