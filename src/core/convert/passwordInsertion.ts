import type { Credential } from "../credentials/credential.ts";
import type { HostConfig, RegistriesFile } from "../file/file.ts";
import { applyEdits, type Span, type TextEdit } from "../text/span.ts";
import { operationEdits } from "../yaml/edit.ts";
import { singleQuoted } from "../yaml/scalar.ts";
import { authFields, leftovers, textAt } from "./entryOperations.ts";
import { authProblem } from "./hostEntries.ts";
import { withoutOldSecrets } from "./oldSecrets.ts";
import { passwordPlace } from "./passwordPlace.ts";
import { siblingEdits } from "./siblingLines.ts";

/** A credential in the place of the password that the cursor is at. */
export interface PasswordInsertion {
  /** The key of `configs`; none when the text around can't be read yet. */
  readonly hosts: readonly string[];
  readonly edits: readonly TextEdit[];
  readonly credential: Credential;
}

/**
 * Puts a credential into the place of a password: the secret between single quotes on one line, the username that goes
 * with it, and nothing left of another credential.
 *
 * @param at the selection; what it covers is replaced
 * @returns `undefined` when the selection is at no password, or the credential is none that has one
 */
export function passwordInsertion(
  file: RegistriesFile,
  at: Span,
  credential: Credential,
): PasswordInsertion | undefined {
  const { text } = file.doc;
  const { auth } = credential;
  if ("identityToken" in auth || authProblem(auth, {})) return undefined;
  const place = passwordPlace(file, at);
  if (!place) return undefined;
  const quoted = singleQuoted(auth.password);
  const value = withRemark(text, place.value);
  const password = { ...value, text: text[place.value.start - 1] === ":" ? ` ${quoted}` : quoted };
  const after = file.reopen(applyEdits(text, [password]));
  const { doc: filled } = after;
  const config = configWith(after, password);
  if (filled.problems.length > 0 || filled.rendersLater) {
    if (place.flow) return undefined;
    return {
      hosts: config ? [config.host] : [],
      edits: [password, ...siblingEdits(text, place, auth.username)],
      credential,
    };
  }
  if (!config) return undefined;
  const wanted = authFields({ ...auth });
  const { path } = config.auth;
  const setUsername = textAt(filled, [...path, "username"]) !== auth.username;
  const operations = [
    ...(setUsername ? [{ set: [...path, "username"], value: auth.username }] : []),
    ...leftovers(filled, config, wanted),
  ];
  const others = operationEdits(filled, operations).map((edit) => beforeFilling(edit, password));
  if (others.some((edit) => edit === undefined)) return undefined;
  const hosts = [config.host];
  const written = [password, ...(others as readonly TextEdit[])];
  const { edits } = withoutOldSecrets(file, written, hosts, others.length === 0 ? after : undefined);
  return { hosts, edits, credential };
}

/** A value with the comment behind it, where that may be the end of a password that is not quoted. */
function withRemark(text: string, { start, end }: Span): Span {
  const old = text.slice(start, end).trim();
  if (/^["']/.test(old)) return { start, end };
  const remark = old === "" ? /[ \t]*#[^\s#][^\r\n]*/y : /[ \t]+#[^\r\n]*/y;
  remark.lastIndex = end;
  return { start, end: end + (remark.exec(text)?.[0].length ?? 0) };
}

/** An edit of the text with the password in it, as one of the text before; `undefined` when it touches the password. */
function beforeFilling(edit: TextEdit, { start, end, text }: TextEdit): TextEdit | undefined {
  if (edit.end <= start && edit.start < start) return edit;
  const shift = end - start - text.length;
  if (edit.start >= start + text.length) return { ...edit, start: edit.start + shift, end: edit.end + shift };
  return undefined;
}

/** The host whose password starts where one was filled in. */
function configWith({ doc, configs }: RegistriesFile, { start, text }: TextEdit): HostConfig | undefined {
  const quote = start + text.indexOf(text.trimStart());
  return configs.find(({ auth }) => doc.node(auth.password.path)?.node.start === quote);
}
