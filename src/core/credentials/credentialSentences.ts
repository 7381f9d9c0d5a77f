import { chosenCredential, dependsOnTemplate } from "../file/authPrecedence.ts";
import { type AuthFields, textOf } from "../file/file.ts";
import { placeholder } from "../text/placeholder.ts";
import { shownTime } from "../text/shownTime.ts";
import { isServiceAccountKey } from "./googleCredential.ts";
import { emailFault } from "./googleServiceAccountKey.ts";
import { lifetimeOf } from "./lifetime.ts";

/** What a written credential is, in sentences: its kind, account, project and key, and when it ends; nothing secret. */
export function credentialSentences(auth: AuthFields): readonly string[] {
  if (dependsOnTemplate(auth)) return ["A template fills in the credential later."];
  const key = auth.jsonPassword;
  if (key && isServiceAccountKey(key.fields)) return keySentences(key.fields);
  const chosen = chosenCredential(auth);
  if (chosen === undefined) return ["No credential that containerd can use, so images are pulled without one."];
  if (chosen === "identity_token") {
    const identityToken = textOf(auth.identityToken);
    const ends = identityToken === undefined ? [] : lifetimeSentences({ identityToken });
    return ["An identity token.", ...ends];
  }
  const { username, password } = auth.credential;
  if (username === undefined || password === undefined) return [];
  if (placeholder(password, "credential")) return ["A placeholder for a credential."];
  return ["A user with a password or token.", ...lifetimeSentences({ username, password })];
}

function keySentences(fields: Readonly<Record<string, unknown>>): readonly string[] {
  const { client_email: account, project_id: project, private_key_id: keyId } = fields;
  const named = (value: unknown, pattern: RegExp): value is string => typeof value === "string" && pattern.test(value);
  return [
    "A Google service-account key.",
    ...(named(account, /^[\w.@-]{3,200}$/) && emailFault(account) === undefined ? [`Account: ${account}`] : []),
    ...(named(project, /^[a-z0-9.:-]{1,80}$/) ? [`Project: ${project}`] : []),
    ...(named(keyId, /^[0-9a-f]{1,64}$/) ? [`Key id: ${keyId}`] : []),
  ];
}

function lifetimeSentences(auth: Parameters<typeof lifetimeOf>[0]): readonly string[] {
  const { warnings, expires } = lifetimeOf(auth);
  if (warnings.length > 0) return warnings;
  return expires === undefined ? [] : [`It expires on ${shownTime(expires)}.`];
}
