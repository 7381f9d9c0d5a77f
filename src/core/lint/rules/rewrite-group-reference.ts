import { changePattern, changeReplacement } from "../../file/rewrites/edits.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import { tomlText } from "../../file/rewrites/tomlText.ts";
import type { Piece } from "../../regexp/replacement.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Operation } from "../../yaml/edit.ts";
import type { Fix, Report, Rule } from "../rule.ts";

type Group = Extract<Piece, { readonly kind: "group" }>;

export const summary = "A rewrite refers to a missing group";

/** Source: docs/how-k3s-reads-it/rewrites.md#replacement; Go `regexp` Expand. */
export const rewriteGroupReference: Rule = {
  id: "rewrite-group-reference",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    for (const { rewrite } of file.rewrites) {
      const report = referenceReport(file.doc, rewrite);
      if (report) reports.push(report);
    }
    return reports;
  },
};

/** Returns one finding for a replacement; its fix corrects all references in it that can be. */
function referenceReport(doc: YamlDocument, rewrite: Rewrite): Report | undefined {
  const { replacement, reading, pieces, path } = rewrite;
  if (replacement === undefined) return undefined;
  const groups = reading.ok ? reading.pattern.groups : undefined;
  const text = tomlText(replacement) ?? replacement;
  // In a template and in double quotes, where heredocs and files for envsubst have it, a variable is left to its tool.
  const value = doc.value(path);
  const filledIn = doc.template || (value.kind === "scalar" && value.style === "double");
  const faults = pieces
    .flatMap((piece, index) => pieceFaults(piece, pieces[index + 1], groups, text))
    .filter(({ variable }) => !(variable && filledIn));
  const [first] = faults;
  if (!first) return undefined;
  const repaired = repair(text, faults);
  const operations =
    repaired === undefined ? first.operations?.(doc, rewrite) : changeReplacement(doc, rewrite, repaired);
  const title =
    repaired === undefined ? (first.title ?? "") : `Write ${repaired.length <= 60 ? repaired : first.instead}`;
  const safe = faults.every((fault) => fault.safe);
  const fixes: readonly Fix[] = operations && operations.length > 0 ? [{ title, safe, operations }] : [];
  return { at: path, ...(first.variable ? { severity: "warning" } : {}), message: first.message, fixes };
}

interface Fault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** What to write in its place. */
  readonly instead: string | undefined;
  /** True if that is certainly what is meant. */
  readonly safe: boolean;
  /** True if it looks like a variable, which some tool may still fill in. */
  readonly variable?: boolean;
  /** A change of the pattern that gives it the group. */
  readonly title?: string;
  readonly operations?: (doc: YamlDocument, rewrite: Rewrite) => readonly Operation[];
}

function repair(text: string, faults: readonly Fault[]): string | undefined {
  let repaired = "";
  let end = 0;
  for (const fault of faults) {
    if (fault.instead === undefined) return undefined;
    repaired += text.slice(end, fault.start) + fault.instead;
    end = fault.end;
  }
  return repaired + text.slice(end);
}

function pieceFaults(
  piece: Piece,
  next: Piece | undefined,
  groups: readonly string[] | undefined,
  text: string,
): readonly Fault[] {
  if (piece.kind === "text")
    return Array.from(piece.text.matchAll(/(?<!\\)\\+(?:(\d)|g<(\w+)>)/g), (match) =>
      backslashFault(piece, match, groups, text),
    );
  const fault = piece.kind === "group" ? groupFault(piece, groups) : dollarFault(piece, next, groups, text);
  return fault ? [fault] : [];
}

/** Returns the fault of a group as other tools write it: `\1`, `\g<1>`. */
function backslashFault(
  piece: Piece,
  match: RegExpExecArray,
  groups: readonly string[] | undefined,
  text: string,
): Fault {
  const name = match[1] ?? match[2] ?? "";
  const start = piece.start + match.index;
  const end = start + match[0].length;
  const instead = reference(name, text.slice(end));
  return {
    start,
    end,
    message: `"${match[0]}" is not a group reference in Go, and its backslash breaks containerd's configuration: all mirror settings of this registry are lost. Write "${instead}".`,
    instead,
    safe: groups !== undefined && (Number(name) <= groups.length || groups.includes(name)),
  };
}

/** Returns a group reference, in braces where the following string would be read as part of its name. */
function reference(name: string, rest: string): string {
  return /^[\p{L}\p{Nd}_]/u.test(rest) ? `\${${name}}` : `$${name}`;
}

function groupFault(piece: Group, groups: readonly string[] | undefined): Fault | undefined {
  const { name, number, start, end, braced } = piece;
  const written = braced ? `\${${name}}` : `$${name}`;
  const split = /^(\d+)(\D.*)$/su.exec(name);
  if (split && !groups?.includes(name)) {
    const [, digits = "", rest = ""] = split;
    const instead = `\${${digits}}${rest}`;
    return {
      start,
      end,
      message: `"${written}" refers to a group "${name}" that does not exist, so it expands to nothing: a group name includes all following letters, digits and "_". Write "${instead}".`,
      instead,
      safe: groups !== undefined && Number(digits) <= groups.length,
    };
  }
  if (groups === undefined) return undefined;
  if (number !== undefined && number > groups.length) return missingGroup(piece, number, groups.length);
  if (number !== undefined || groups.includes(name)) return undefined;
  if (/^\d+$/.test(name)) {
    const instead = `\${${Number(name)}}`;
    const message = `"${written}" refers to a group "${name}" that does not exist, so it expands to nothing. Write "${instead}".`;
    return { start, end, message, instead, safe: false };
  }
  if (braced && groups.every((group) => group === "")) return undefined;
  if (/^[A-Z][A-Z0-9_]*$/.test(name))
    return {
      start,
      end,
      message: `k3s does not expand variables: "${written}" is a group reference and expands to nothing. Write the value, or let a tool fill it in before the file gets to the node.`,
      instead: undefined,
      safe: false,
      variable: true,
    };
  return {
    start,
    end,
    message: `The pattern has no group "${name}", so "${written}" expands to nothing. Name a group with "(?P<${name}>…)", or refer to it by number, such as "$1".`,
    instead: undefined,
    safe: false,
  };
}

function missingGroup({ start, end, name, braced }: Group, number: number, groups: number): Fault {
  const written = braced ? `\${${name}}` : `$${name}`;
  const has = groups === 0 ? "no group" : groups === 1 ? "only one group" : `only ${groups} groups`;
  return {
    start,
    end,
    message: `The pattern has ${has}, so "${written}" expands to nothing and the mirror gets a wrong name. ${groups === 0 ? 'Put part of the pattern in parentheses, such as "^library/(.*)".' : "Add the group, or refer to one that exists."}`,
    instead: undefined,
    safe: false,
    title: "Put the last part into a group",
    operations: (doc, rewrite) => (number === 1 && groups === 0 ? addGroup(doc, rewrite) : []),
  };
}

/** Makes a group of the only `.*` of a pattern; a pattern that ends in a slash gets one. */
function addGroup(doc: YamlDocument, rewrite: Rewrite): readonly Operation[] {
  const { pattern } = rewrite;
  const match = /^([^.\\[(]*(?:\.(?![*+])[^.\\[(]*)*)(\.[*+])(\$?)$/.exec(pattern);
  if (match) return changePattern(doc, rewrite, `${match[1]}(${match[2]})${match[3]}`);
  return /^\^?[\w/-]+\/$/.test(pattern) ? changePattern(doc, rewrite, `${pattern}(.*)`) : [];
}

/** Returns the fault of a dollar sign that is kept, which no repository name can contain. */
function dollarFault(
  { start, end }: Piece,
  next: Piece | undefined,
  groups: readonly string[] | undefined,
  text: string,
): Fault | undefined {
  const rest = text.slice(end);
  // `${VAR:-x}` and `$(VAR)` are shell syntax: placeholder-value reports them.
  if (/^[({][A-Za-z_]/.test(rest)) return undefined;
  const other = /^(?:\((\d)\)|\[(\d)\]|<(\w+)>|&)/.exec(rest);
  const name = other?.[1] ?? other?.[2] ?? other?.[3] ?? (other ? "0" : undefined);
  if (other && name !== undefined) {
    const instead = reference(name, rest.slice(other[0].length));
    const known = groups !== undefined && (Number(name) <= groups.length || groups.includes(name));
    const message = `"$${other[0]}" is not a group reference in Go and is kept as written, but no repository name can contain it. Write "${instead}".`;
    return { start, end: end + other[0].length, message, instead, safe: known };
  }
  const message = `This "$" is kept as written because no group follows it, but no repository name can contain it. ${next ? 'Add the number of a group, such as "$1".' : 'Remove it: only patterns end with "$".'}`;
  return { start, end, message, instead: next ? undefined : "", safe: false };
}
