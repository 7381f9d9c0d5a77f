import type { AuthFields } from "../registries/file.ts";
import { textOf } from "../registries/file.ts";
import { decodeBase64 } from "../text/base64.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { lossyUtf8 } from "../yaml/source.ts";
import { intendedPassword } from "./password.ts";

/** The username and password of a host, wherever they are written. */
export interface Credential {
  /** `undefined` when there is none; empty and unknown ones are not told apart from it. */
  readonly username: string | undefined;
  /** Whether a template will write the username. */
  readonly templated: boolean;
  /** What is meant as the password, also where its quoting is broken. */
  readonly password: string | undefined;
  readonly usernameAt: Path;
  readonly passwordAt: Path;
  /** Whether both stand in base64 in `auth.auth`, so that neither can be edited alone. */
  readonly encoded: boolean;
}

const known = new WeakMap<AuthFields, Credential>();

/**
 * The credential that containerd sends for a host: `username` and `password`, or `auth` when there is no username
 * (reference §6.1). An identity token is no part of it.
 */
export function credentialOf(doc: YamlDocument, auth: AuthFields): Credential {
  const before = known.get(auth);
  if (before) return before;
  const credential = encodedCredential(auth) ?? plainCredential(doc, auth);
  known.set(auth, credential);
  return credential;
}

function plainCredential(doc: YamlDocument, auth: AuthFields): Credential {
  return {
    username: textOf(auth.username) || undefined,
    templated: auth.username.value.kind === "template",
    password: intendedPassword(doc, auth.password),
    usernameAt: auth.username.path,
    passwordAt: auth.password.path,
    encoded: false,
  };
}

function encodedCredential({ username, encoded }: AuthFields): Credential | undefined {
  const text = textOf(encoded);
  if (!text || (textOf(username) ?? "") !== "" || username.value.kind === "template") return undefined;
  const decoded = decodeBase64(text);
  const pair = decoded.ok ? /^([^:]*):([\s\S]*)$/.exec(lossyUtf8(decoded.bytes)) : null;
  if (!pair) return undefined;
  return {
    username: pair[1] || undefined,
    templated: false,
    password: pair[2]?.replace(/\0+$/, ""),
    usernameAt: encoded.path,
    passwordAt: encoded.path,
    encoded: true,
  };
}
