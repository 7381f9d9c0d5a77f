import { type QuotingFault, quotingOf } from "../credentials/quoting.ts";
import type { Field } from "../file/file.ts";
import { knownKeys } from "../file/format.ts";
import { looksLikeJson } from "../json/object.ts";
import { hiddenByComment } from "../yaml/comment.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { isRewrittenByPyYaml, singleQuoted } from "../yaml/scalar.ts";
import type { Fix, LintSettings, Report } from "./rule.ts";

/**
 * Returns the report on a credential whose quotes are missing or broken.
 *
 * @param name what the credential is called in a sentence, as `password`
 */
export function quotingReport(
  doc: YamlDocument,
  field: Field,
  name: string,
  { target, rewrittenByAnsible }: LintSettings,
): Report | undefined {
  const quoting = quotingOf(doc, field);
  if (!quoting) return undefined;
  const { fault, text } = quoting;
  const at = field.path;
  const quote = (title: string, safe: boolean): readonly Fix[] =>
    text === undefined ? [] : [{ title, safe, operations: [{ overwrite: at, value: { quoted: text } }] }];
  const key = text !== undefined && looksLikeJson(text);
  const fixes = quote(key ? "Put the key on one line in single quotes" : `Quote the ${name}`, true);
  if (fault.kind === "broken") return { at, message: brokenMessage(doc.source(at), fault, name), fixes };
  // k3s ignores what is under a misspelt key, whatever its type.
  const ignored = !knownKeys.auth.includes(String(at.at(-1)));
  if (fault.kind === "nested" && ignored) return undefined;
  if (fault.kind === "collection" && ignored)
    return {
      at,
      severity: "warning",
      message: `The ${name} is not quoted: once its key is right, k3s can't read the file. Put the ${name} in single quotes.`,
      fixes,
    };
  if (fault.kind === "collection") return { at, message: unquotedJson(doc.source(at), name), fixes };
  if (fault.kind === "nested")
    return {
      at,
      message: `The ${name} must be a string, but keys or list items are nested under it. k3s can't read the file and hangs at startup.`,
    };
  if (fault.kind === "swallowed")
    return {
      at,
      message: `The ${name} starts with "${fault.mark}", which YAML reads as ${fault.mark === "&" ? "an anchor" : "a tag"}, so k3s drops the first word and sends a wrong ${name}. Put it in single quotes.`,
      fixes: quote(`Quote the ${name}`, false),
    };
  if (fault.kind === "comment")
    return fault.empty ? commentOnly(doc, field, name, fault) : cutByComment(field, name, fault, quote);
  if (rewrittenByAnsible)
    return text !== undefined && isRewrittenByPyYaml(text)
      ? {
          at,
          message: `Ansible reads this ${name} as a number or a boolean and writes it differently, so the registry rejects the login. Quote it.`,
          fixes,
        }
      : undefined;
  // The rule k3d-value-changed knows which of them k3d changes.
  if (target?.product === "k3d") return undefined;
  return {
    at,
    severity: "information",
    message: `k3s keeps this ${name} as written, but k3d and other tools convert unquoted numbers, dates and yes/no. Quote it.`,
    fixes,
  };
}

function unquotedJson(source: string, name: string): string {
  if (name !== "password" && !looksLikeJson(source)) {
    const [mark, collection] = source.startsWith("[") ? ["[", "a list"] : ["{", "a map"];
    return `The ${name} starts with "${mark}", which YAML reads as ${collection}, so k3s can't read the file and hangs at startup. Put it in single quotes.`;
  }
  const lines = source.split(/\r\n|\n|\r/).length;
  const over = lines > 1 ? ` and spans ${lines} lines` : "";
  return `The JSON ${name} is not quoted${over}, so YAML reads it as a map or list. k3s can't read the file and hangs at startup. Put it on one line in single quotes.`;
}

function brokenMessage(
  source: string,
  { json, quote }: QuotingFault & { readonly kind: "broken" },
  name: string,
): string {
  if (json) return unquotedJson(source, name);
  if (quote !== undefined)
    return `The ${quote === '"' ? "double" : "single"} quotes around the ${name} end too early or are never closed, so k3s can't read the file and hangs at startup. Use single quotes, and double each "'" inside.`;
  return `The ${name} is not quoted and contains a character with a meaning in YAML, so k3s can't read the file and hangs at startup. Put it in single quotes.`;
}

function cutByComment(
  { path }: Field,
  name: string,
  { remark }: QuotingFault & { readonly kind: "comment" },
  quote: (title: string, safe: boolean) => readonly Fix[],
): Report {
  const whole: Fix = { title: `Quote the whole line as the ${name}`, safe: false, operations: [{ quoteLine: path }] };
  const part = quote("Quote the part before #", false);
  return {
    at: path,
    severity: remark ? "hint" : "warning",
    message: `The ${name} is not quoted and contains " #", so k3s reads everything from there on as a comment. Quote the ${name}.`,
    fixes: remark ? [...part, whole] : [whole, ...part],
  };
}

/** Returns the report on a value that is read as a comment; a remark after an empty value is not reported. */
function commentOnly(
  doc: YamlDocument,
  { path }: Field,
  name: string,
  { remark }: QuotingFault & { readonly kind: "comment" },
): Report | undefined {
  const hidden = hiddenByComment(doc, path);
  if (!hidden || remark) return undefined;
  return {
    at: hidden.span,
    severity: "warning",
    message: `The ${name} starts with "#", so k3s reads it as a comment and the ${name} is empty. Put it in single quotes.`,
    fixes: [
      {
        title: `Quote the ${name}`,
        safe: false,
        operations: [{ write: hidden.span, text: singleQuoted(hidden.text) }],
      },
    ],
  };
}
