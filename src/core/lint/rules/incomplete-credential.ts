import { isServiceAccountKey, writtenKey } from "../../credentials/googleCredential.ts";
import { quotingOf } from "../../credentials/quoting.ts";
import { chosenCredential, dependsOnTemplate, isSet } from "../../file/authPrecedence.ts";
import type { AuthFields, Field } from "../../file/file.ts";
import { strayKeys } from "../../file/misplacedKeys.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/credentials.md#precedence, docs/how-k3s-reads-it/yaml.md#strings (null is empty). */
export const incompleteCredential: Rule = {
  id: "incomplete-credential",
  summary: "A username or a password is missing or empty",
  severity: "error",
  check({ doc, configs, template }) {
    const reports: Report[] = [];
    if (template) return reports;
    for (const { unknown, auth, tls } of configs) {
      // What is missing may be there at another level; then that is the fault.
      const strays = [...strayKeys(doc, unknown, "config"), ...strayKeys(doc, tls.unknown, "tls")];
      if (strays.some(({ place }) => place.level === "auth")) continue;
      const report = dependsOnTemplate(auth) ? undefined : incomplete(doc, auth);
      if (report) reports.push(report);
    }
    return reports;
  },
};

function incomplete(doc: YamlDocument, auth: AuthFields): Report | undefined {
  const { username, password } = auth;
  const chosen = chosenCredential(auth);
  if (chosen === "identity_token" || chosen === "auth") return undefined;
  if (isSet(password)) {
    if (chosen !== undefined || lostToQuoting(doc, username) || holdsKey(doc, auth)) return undefined;
    const empty = username.value.kind !== "missing";
    return {
      at: password.path,
      part: "key",
      message: `This password has ${empty ? "an empty" : "no"} username and is never sent: containerd pulls anonymously and says nothing about it. Write the username that belongs to it.`,
      related: empty ? [{ at: username.path, message: "The username is empty." }] : [],
    };
  }
  if (isSet(auth.encoded) || isSet(auth.identityToken) || lostToQuoting(doc, password)) return undefined;
  if (password.value.kind !== "missing")
    return {
      at: password.path,
      part: "key",
      severity: "warning",
      message:
        "The password is empty: containerd has no secret to send and pulls anonymously. Write the password, or take this auth out.",
    };
  if (chosen === undefined) return undefined;
  return {
    at: username.path,
    severity: "warning",
    message:
      "This username has no password: containerd has no secret to send and pulls anonymously. Write the password below it.",
  };
}

/** Whether a text was there, and YAML dropped it: `&secret`, `#secret`. */
function lostToQuoting(doc: YamlDocument, field: Field): boolean {
  const fault = quotingOf(doc, field)?.fault;
  return fault !== undefined && !(fault.kind === "comment" && fault.remark);
}

/** A service-account key without a username has a finding of its own, which knows the username. */
function holdsKey(doc: YamlDocument, auth: AuthFields): boolean {
  const key = writtenKey(doc, auth);
  return key !== undefined && isServiceAccountKey(key.fields);
}
