import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import type { Span } from "../../text/span.ts";
import type { Path } from "../../yaml/document.ts";
import type { RegionFix, RegionReport, Rule } from "../rule.ts";

export const summary = "The shell replaces a $ or a backtick that is meant literally";

/** Source: docs/embedded.md#shell; https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06. */
export const shellDollar: Rule = {
  id: "shell-dollar",
  severity: "error",
  *checkRegion(region) {
    const own = region.expressions.filter(({ dialect }) => /^(?:heredoc|quotes|docker)$/.test(dialect));
    if (own.length === 0) return;
    for (const { rewrites } of region.file.mirrors)
      for (const { path } of rewrites) yield* groupReports(region, own, path);
    for (const { auth } of region.file.configs) {
      yield* credentialReports(region, own, auth.username.path, "username");
      for (const { path } of [auth.password, auth.encoded, auth.identityToken])
        yield* credentialReports(region, own, path, "secret");
    }
  },
};

function* groupReports(region: Region, own: readonly Expression[], path: Path): Iterable<RegionReport> {
  const { file, text } = region;
  const key = file.doc.span(path, "key");
  const value = file.doc.span(path);
  // A `$` that is escaped beside it says that the others are meant for the shell.
  if (!text.slice(key.start, key.end).includes("(") || text.slice(value.start, value.end).includes("$")) return;
  const groups = within(own, value).filter(({ source }) => /^\$(?:\d|\{\d\})$/.test(source));
  const [first] = groups;
  if (first === undefined) return;
  yield {
    at: { start: first.start, end: first.end },
    message: `${writerOf(first)} replaces "${first.source}" with ${first.dialect === "docker" ? "nothing" : "an argument of the script"}, so the rewrite loses its group. Write "\\${first.source}".`,
    fixes: literalFix(region, groups, true),
  };
}

function* credentialReports(
  region: Region,
  own: readonly Expression[],
  path: Path,
  kind: "username" | "secret",
): Iterable<RegionReport> {
  const value = region.file.doc.span(path);
  const inside = within(own, value).filter((expression) => !isAlone(region, expression, value));
  const lost = inside.filter(({ source }) => /^(?:\$[$!#*@?-]|`)/.test(source));
  const doubted = inside.filter((expression) => isPartOfWord(region, expression));
  const found = inside.filter((expression) => lost.includes(expression) || doubted.includes(expression));
  const [first] = found;
  if (first === undefined) return;
  const what =
    kind === "username" ? `"${region.text.slice(first.start, first.end)}" in this username` : "a part of this secret";
  yield {
    at: kind === "username" ? { start: first.start, end: first.end } : value,
    ...(lost.length > 0 ? {} : { severity: "warning" as const }),
    message: `${writerOf(first)} replaces ${what}, also in quotes of YAML, so the registry rejects the login. Put a backslash before each $ and backtick that is meant literally.`,
    fixes: literalFix(region, found, false),
  };
}

function writerOf({ dialect }: Expression): string {
  return dialect === "docker" ? "Docker" : "The shell";
}

function within(expressions: readonly Expression[], { start, end }: Span): readonly Expression[] {
  return expressions.filter((expression) => expression.start >= start && expression.end <= end);
}

/** True if a value is one expression: a variable or a command that gives the value. */
function isAlone({ text }: Region, { start, end }: Expression, value: Span): boolean {
  const rest = text.slice(value.start, start) + text.slice(end, value.end);
  return rest.replace(/["'\s]/g, "") === "";
}

/** True if a name or digit may be a part of a word by chance: `robot$ci`, but not `${ci}`, `robot-$ci` or `robot$CI`. */
function isPartOfWord({ text }: Region, { source, start, end }: Expression): boolean {
  const isAfter = /[A-Za-z0-9]/.test(text[start - 1] ?? "");
  if (/^\$\d$/.test(source)) return isAfter || /[A-Za-z0-9]/.test(text[end] ?? "");
  return isAfter && /^\$(?=\w*[a-z])\w+$/.test(source);
}

function literalFix(region: Region, found: readonly Expression[], safe: boolean): readonly RegionFix[] {
  const outer = region.outerEdits(found.map(({ start, end, source }) => ({ start, end, text: source })));
  const title = found.some(({ source }) => source.startsWith("`"))
    ? "Put backslashes before what is meant literally"
    : "Put a backslash before the $";
  return outer === undefined ? [] : [{ title, safe, outer }];
}
