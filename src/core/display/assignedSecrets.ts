import { lineStop } from "./lineSecrets.ts";
import { isSecretKey } from "./secretKey.ts";
import type { SecretSpan } from "./secretSpan.ts";

/** A name before `=`, as in shells and HCL, or after `ENV`, and an option of a command before its value. */
const assignment =
  /(?<![\w.-])(?:([A-Za-z][\w.-]{0,80})["']?[ \t]{0,20}[?:+]?=>?[ \t]{0,20}|ENV[ \t]{1,20}(\w{1,80})[ \t]{1,20}(?!=)|--?(password|passwd|token|secret|user|username|p|u)(?:=| {1,20}))(?=\S)/g;
const secretName = /pass(?:word|wd|phrase)?$|pwd$|token$|secret$|api_?key$/i;

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

/** The secrets that a name or an option before them tells, in a text of any format. A secret goes as far as its line. */
export function assignedSecrets(text: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  // Where a value ends depends on what reads the line.
  let hidden = 0;
  for (const { 0: before, 1: assigned, 2: variable, 3: option, index } of text.matchAll(assignment)) {
    const name = assigned ?? variable;
    const start = index + before.length;
    if (start < hidden) continue;
    if (name !== undefined && !isSecretName(name)) continue;
    if (reference.test(text.slice(start, start + 200))) continue;
    if (option !== undefined && isPlainOption(option, text.slice(Math.max(0, index - 500), index))) continue;
    hidden = lineStop(text, start);
    spans.push({ start, end: start + text.slice(start, hidden).trimEnd().length, whole: false });
  }
  return spans;
}
