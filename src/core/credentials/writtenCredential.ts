import { chosenCredential, readBasicAuth } from "../file/authPrecedence.ts";
import type { AuthFields } from "../file/file.ts";
import { textOf } from "../file/file.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { intendedPassword } from "./password.ts";

/** The username and password of a host, wherever they are written. */
export interface WrittenCredential {
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

const known = new WeakMap<AuthFields, WrittenCredential>();

/**
 * The credential that containerd sends for a host: `username` and `password`, or `auth` when that is what it chooses.
 * An identity token is not part of it. Source: docs/how-k3s-reads-it/credentials.md#precedence.
 */
export function credentialOf(doc: YamlDocument, auth: AuthFields): WrittenCredential {
  const before = known.get(auth);
  if (before) return before;
  const credential = encodedCredential(auth) ?? plainCredential(doc, auth);
  known.set(auth, credential);
  return credential;
}

function plainCredential(doc: YamlDocument, auth: AuthFields): WrittenCredential {
  return {
    username: textOf(auth.username) || undefined,
    templated: auth.username.value.kind === "template",
    password: intendedPassword(doc, auth.password),
    usernameAt: auth.username.path,
    passwordAt: auth.password.path,
    encoded: false,
  };
}

function encodedCredential(auth: AuthFields): WrittenCredential | undefined {
  const { encoded } = auth;
  const text = chosenCredential(auth) === "auth" ? textOf(encoded) : undefined;
  const reading = text === undefined ? undefined : readBasicAuth(text);
  if (!reading?.ok) return undefined;
  return {
    username: reading.username || undefined,
    templated: false,
    password: reading.password,
    usernameAt: encoded.path,
    passwordAt: encoded.path,
    encoded: true,
  };
}
