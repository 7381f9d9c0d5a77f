import { intendedPassword, looksLikeJson, startsBlock } from "../../credentials/password.ts";
import { repairJson } from "../../credentials/repairJson.ts";
import type { Field } from "../../registries/file.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { looksTyped } from "../../yaml/scalar.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: reference §2.3 (what each spelling of a password gives), §7.4 (what k3d makes of plain scalars). */
export const passwordNotQuoted: Rule = {
  id: "password-not-quoted",
  summary: "A password is not quoted, or its quotes are broken",
  severity: "error",
  onBrokenFile: true,
  *check({ doc, configs }) {
    for (const { auth } of configs) {
      const report = notQuoted(doc, auth.password);
      if (report) yield report;
    }
  },
};

function notQuoted(doc: YamlDocument, field: Field): Report | undefined {
  const { value: password, path: at } = field;
  if (password.kind === "missing") return undefined;
  const source = doc.source(at);
  const written = doc.written(at);
  const text = intendedPassword(doc, field) ?? written;
  const quote: Fix = {
    title: looksLikeJson(text) ? "Put the key on one line in single quotes" : "Quote the password",
    safe: true,
    operations: [{ set: at, value: { quoted: text } }],
  };
  if (password.kind === "broken") {
    if (startsBlock(source)) return undefined;
    const json = looksLikeJson(source);
    const fixes = json && repairJson(source) === undefined ? [] : [quote];
    return { at, message: brokenMessage(source), fixes };
  }
  if (password.kind === "map" || password.kind === "list") {
    if (!password.flow)
      return {
        at,
        message:
          "The password must be a text, but keys or list items stand below it: k3s does not start with this file.",
      };
    return { at, message: unquotedJson(source), fixes: [quote] };
  }
  if (password.kind !== "scalar" || password.style !== "plain") {
    const { tag, anchor, referenced } = doc.properties(at);
    const swallowed =
      password.kind === "null" && written !== "" && ((anchor !== undefined && !referenced) || localTag(tag));
    return swallowed ? swallowedStart(at, written) : undefined;
  }
  const { tag, anchor, referenced } = doc.properties(at);
  if ((anchor !== undefined && !referenced) || localTag(tag)) return swallowedStart(at, written);
  const comment = doc.commentAfter(at);
  if (comment !== undefined && tag === undefined && !source.startsWith("*"))
    return cutByComment(at, password.text, comment);
  if (looksTyped(password.text) && tag === undefined)
    return {
      at,
      severity: "information",
      message:
        "k3s reads this password as it stands, but k3d and other tools turn an unquoted number, date or yes/no into another text. Quote it.",
      fixes: [quote],
    };
  return undefined;
}

function localTag(tag: string | undefined): boolean {
  return tag !== undefined && /^!(?!!)/.test(tag);
}

function unquotedJson(source: string): string {
  const lines = source.split(/\r\n|\n|\r/).length;
  const over = lines > 1 ? ` and stands on ${lines} lines` : "";
  return `The JSON password is not quoted${over}: k3s takes it for a map or list, can't read the file and hangs at start. Put it on one line in single quotes.`;
}

function brokenMessage(source: string): string {
  if (/^\s*[{[]\s*["'}\]]/.test(source) || /^\s*\{\s*$/m.test(source)) return unquotedJson(source);
  const first = source[0] ?? "";
  if (first === '"' || first === "'") {
    const name = first === '"' ? "double" : "single";
    return `The ${name} quotes around the password end too early or are never closed: k3s can't read the file and hangs at start. Write the password in single quotes, with each ' in it doubled.`;
  }
  return `The password is not quoted and has a character here that means something else in YAML: k3s can't read the file and hangs at start. Put it in single quotes.`;
}

function swallowedStart(at: Report["at"] & readonly (string | number)[], written: string): Report {
  const first = written[0] === "&" ? "&" : "!";
  return {
    at,
    message: `The password starts with ${first}, which YAML takes for ${first === "&" ? "an anchor" : "a tag"}: k3s drops the first word and sends a wrong password. Put it in single quotes.`,
    fixes: [
      {
        title: "Quote the password",
        safe: false,
        operations: [{ set: at, value: { quoted: written } }],
      },
    ],
  };
}

/** `# ` may be a remark on purpose; `#` with no blank after it hardly ever is. */
function cutByComment(at: Report["at"] & readonly (string | number)[], text: string, comment: string): Report {
  const remark = /^#(?:\s|$)/.test(comment);
  const whole: Fix = {
    title: "Quote the whole line as the password",
    safe: false,
    operations: [{ quoteLine: at }],
  };
  const part: Fix = {
    title: "Quote the part before #",
    safe: false,
    operations: [{ set: at, value: { quoted: text } }],
  };
  return {
    at,
    severity: remark ? "hint" : "warning",
    message:
      "The password is not quoted and a # follows: k3s reads it only up to the # and takes the rest for a comment. Quote the password.",
    fixes: remark ? [part, whole] : [whole, part],
  };
}
