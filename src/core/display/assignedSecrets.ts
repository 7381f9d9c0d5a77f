import { lineStop } from "./lineSecrets.ts";
import { isSecretKey } from "./secretKey.ts";
import type { SecretSpan } from "./secretSpan.ts";

/**
 * A name before `=`, as in shells and HCL, or after `ENV`, an option of a command before its value, a header, and what is
 * printed.
 */
const assignment =
  /(?<![\w.-])(?:([A-Za-z][\w.-]{0,80})["']?[ \t]{0,20}[?:+]?=>?[ \t]{0,20}|ENV[ \t]{1,20}(\w{1,80})[ \t]{1,20}(?!=)|--?((?:[a-z]{1,20}-){0,3}(?:password|passwd|token|secret|creds)|user|username|p|u)(?:=| {1,20}|["'],?\s{1,200}(?:- {1,20})?|\r?\n[ \t]{1,200}- {1,20})|Authorization["']?:[ \t]{0,9}(?:\w{1,20}[ \t]{1,9})?|((?:echo|printf)[ \t]{1,9}))(?=\S)/g;
/** What is printed, up to a command that reads a password. */
const intoPassword = /^[^|\r\n]{1,200}\|[^|\r\n]{0,200}(?:password-stdin|chpasswd)/;
const secretName = /pass(?:word|wd|phrase)?$|pwd$|token$|secret$|(?:api|secret|access)_?key$/i;

/** True for the name of a variable or key of another tool whose value is a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) || isSecretKey(name.slice(name.lastIndexOf(".") + 1));
}

/** What stands for a value that is elsewhere. */
const reference = /^["']?(?:\$(?:\w|\{\w{1,100}\}|\((?!echo|printf))|(?:var|local|data|module)\.[\w.[\]]+)/;
/** Commands whose `-p` and `-u` are no password and no user of a registry. */
const plainCommands = new Set(
  "chmod chown cp groupadd install ln ls mkdir ps rmdir rsync scp sort ssh tar touch umount unzip useradd usermod".split(
    " ",
  ),
);

/**
 * True for an option of one letter if its command is known to have another meaning for it.
 *
 * @param before what precedes the option
 */
function isPlainOption(option: string, before: string): boolean {
  if (option.length > 1) return false;
  const command = before.split(/[;&|(){}`\r\n]/).at(-1) ?? "";
  const isSudo = /\bsudo\b/.test(command);
  const words = command
    .split(/[\s"'[\],]+/)
    .filter((word) => word !== "" && !/^[-$#>]|=|:$|^(?:RUN|sudo|then|do|else|exec|env)$/.test(word));
  if (isSudo && words.length === 0) return true;
  return words.slice(0, isSudo ? 2 : 1).some((word) => plainCommands.has(word.slice(word.lastIndexOf("/") + 1)));
}

/** A key whose value is the name of a value beside it, as in the environment of a container. */
const nameKey = /(?<![\w.-])(?:name|key|id|variable|envVar)["']?[ \t]{0,9}[:=][ \t]{0,9}["']?([\w.-]{1,80})/gi;
const valueKey = /(?<![\w.-])(?:value|default|content|data)["']?[ \t]{0,9}[:=][ \t]*/gi;

/** How far from its name a value is looked for, in UTF-16 units. */
const longestEntry = 400;

/** The secrets that a name tells which is on another line, or elsewhere on theirs: `name: K3S_TOKEN` with `value: …`. */
export function namedSecrets(text: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  const names = [...text.matchAll(nameKey)];
  for (const [at, { 0: whole, 1: name = "", index }] of names.entries()) {
    if (!isSecretName(name)) continue;
    const end = index + whole.length;
    const previous = names[at - 1];
    const before = Math.max(previous === undefined ? 0 : previous.index + previous[0].length, index - longestEntry);
    // A value that precedes its name is in the same item of a list.
    const item = before + itemStart(text.slice(before, index));
    const after = Math.min(names[at + 1]?.index ?? text.length, end + longestEntry);
    for (const { 0: key, index: start } of text.slice(item, after).matchAll(valueKey)) {
      const value = item + start + key.length;
      if (/^[\r\n]?$/.test(text.slice(value, value + 1)) || reference.test(text.slice(value, value + 200))) continue;
      spans.push({ start: value, end: valueEnd(text, item + start, value), whole: false });
    }
  }
  return spans;
}

/** Where the last item or map starts in a text; 0 if none does. */
function itemStart(text: string): number {
  const dash = [...text.matchAll(/^[ \t]*-[ \t]/gm)].at(-1)?.index ?? 0;
  return Math.max(dash, text.lastIndexOf("{"), 0);
}

/** Where a value ends: with its line, or with the lines of a block string, which are indented more than its key. */
function valueEnd(text: string, key: number, value: number): number {
  let end = lineStop(text, value);
  if (!/^[|>]/.test(text.slice(value, value + 1))) return end;
  const indent = key - (text.lastIndexOf("\n", key) + 1);
  for (;;) {
    const line = /^\r?\n[ \t]*(?=(\S?))/.exec(text.slice(end, end + 1000));
    if (line === null || (line[1] !== "" && line[0].replace(/[\r\n]/g, "").length <= indent)) return end;
    end = lineStop(text, end + line[0].length);
  }
}

const anyKey = /(?<![\w.-])(\w{1,80})["']?[ \t]{0,9}[:=][ \t]*/g;

/** What is in the place of the name of a Secret, and can't be one: people write the credential there. */
export function misplacedSecrets(text: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  /** Where what a key such as `authSecret` has begins. */
  let secret = -1;
  for (const { 0: whole, 1: key = "", index } of text.matchAll(anyKey)) {
    const start = index + whole.length;
    const isName = key === "name" && secret >= 0 && /^[\s{[\-"']{0,200}$/.test(text.slice(secret, index));
    if (/secrets?$/i.test(key)) secret = start;
    else if (isName || /secret_?name$/i.test(key)) {
      const end = lineStop(text, start);
      const value = text.slice(start, end).trimEnd().replace(/^["']/, "");
      if (!isSecretsName(value)) spans.push({ start, end, whole: false });
    }
  }
  return spans;
}

/** True for a name as Kubernetes takes it, and for what is none in a text: nothing, an alias, a reference to another place. */
function isSecretsName(value: string): boolean {
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
  if (/^[a-z0-9][a-z0-9.-]{0,252}(?=["'\s,}\])]|$)/.test(value)) return true;
  return value === "" || /^[$&*{#|>]|^\w{1,100}\.[\w.[\]]+/.test(value);
}

/** The secrets that a name or an option before them tells, in a text of any format. A secret goes as far as its line. */
export function assignedSecrets(text: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  // Where a value ends depends on what reads the line.
  let hidden = 0;
  for (const { 0: before, 1: assigned, 2: variable, 3: option, 4: printing, index } of text.matchAll(assignment)) {
    const name = assigned ?? variable;
    const start = index + before.length;
    if (start < hidden) continue;
    if (name !== undefined && !isSecretName(name)) continue;
    if (reference.test(text.slice(start, start + 200))) continue;
    if (printing !== undefined && !intoPassword.test(text.slice(start, start + 500))) continue;
    if (option !== undefined && isPlainOption(option, text.slice(Math.max(0, index - 500), index))) continue;
    hidden = lineStop(text, start);
    spans.push({ start, end: start + text.slice(start, hidden).trimEnd().length, whole: false });
  }
  return spans;
}
