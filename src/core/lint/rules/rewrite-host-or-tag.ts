import type { Mirror } from "../../file/file.ts";
import { changePattern, changeReplacement } from "../../file/rewrites/edits.ts";
import { hostInPattern, wantsTag } from "../../file/rewrites/patternScope.ts";
import { searchBudget } from "../../file/rewrites/patternSearch.ts";
import type { Budget } from "../../file/rewrites/repositoryName.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import type { MirrorRewrite } from "../../file/rewrites/rewrites.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A rewrite contains a registry, a tag or a digest";

/** Source: docs/how-k3s-reads-it/rewrites.md#pattern, distribution/reference (what a repository can be). */
export const rewriteHostOrTag: Rule = {
  id: "rewrite-host-or-tag",
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
      message: `This pattern contains "${found.host}" and matches no image: patterns are compared only with the repository, such as "library/nginx". Remove the registry.`,
      fixes: fixOf(doc, rewrite, "Remove the registry", found.rest),
    };
  if (found)
    return {
      ...at,
      message: `This pattern contains "${found.host}" and matches no image: ${mirror.registry === "*" ? "patterns are compared only with the repository" : `"${mirror.registry}" has no images of that registry`}. Move it to the rewrite of a mirror "${found.host}".`,
    };
  if (!wantsTag(mirror, rewrite, budget)) return undefined;
  const kind = rewrite.pattern.includes("@") ? "digest" : "tag";
  const stripped = /^(\^?[\w./-]+|\^?[\w./-]*\([^():@]*\))(?::[\w.-]+)?(?:@sha256:\w+)?\$?$/.exec(rewrite.pattern)?.[1];
  return {
    ...at,
    message: `This pattern contains a ${kind} and matches no image: patterns are compared only with the repository. Remove the ${kind}; containerd keeps that of the image.`,
    fixes:
      stripped === undefined
        ? []
        : fixOf(doc, rewrite, `Remove the ${kind}`, stripped.endsWith(")") ? stripped : `${stripped}$`),
  };
}

/** Returns the fix that changes the pattern, and removes the tag from the replacement. */
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
      message: `This replacement starts with the mirror's own host "${host.name}", so the request is for a repository of that name, which does not exist there. Remove the host.`,
      fixes: change(doc, rewrite, "Remove the registry", host.rest),
    };
  if (!pieces.some((piece) => piece.kind === "text" && /[:@]/.test(piece.text))) return undefined;
  const untagged = withoutTag(replacement);
  return {
    at: path,
    message:
      'This replacement contains ":" or "@", which no repository name can contain, so the pull from the mirror fails. Remove the registry and the tag; containerd keeps the tag of the image.',
    fixes: /[:@]/.test(untagged) ? [] : change(doc, rewrite, "Remove the tag", untagged),
  };
}

function change(doc: YamlDocument, rewrite: Rewrite, title: string, replacement: string): readonly Fix[] {
  const operations = changeReplacement(doc, rewrite, replacement);
  return operations.length === 0 ? [] : [{ title, safe: false, operations }];
}

/** Returns the host of one of the mirror's own endpoints at the start of a replacement. */
function hostInReplacement(
  { endpoints }: Mirror,
  replacement: string,
): { readonly name: string; readonly rest: string } | undefined {
  const match = /^(?:https?:\/\/)?([^/]+)\/(.+)$/s.exec(replacement);
  const [, name = "", rest = ""] = match ?? [];
  return name !== "" && endpoints.some(({ address }) => address?.host === name) ? { name, rest } : undefined;
}
