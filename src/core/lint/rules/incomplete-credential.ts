import { isServiceAccountKey } from "../../credentials/googleCredential.ts";
import { quotingOf } from "../../credentials/quoting.ts";
import { chosenCredential, dependsOnTemplate, isSet } from "../../file/authPrecedence.ts";
import type { AuthFields, Field } from "../../file/file.ts";
import { misplacedKeys } from "../../file/misplacedKeys.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A username or password is missing or empty";

/** Source: docs/how-k3s-reads-it/credentials.md#precedence, docs/how-k3s-reads-it/yaml.md#strings (null is empty). */
export const incompleteCredential: Rule = {
  id: "incomplete-credential",
  severity: "error",
  check({ doc, configs, template }) {
    const reports: Report[] = [];
    if (template) return reports;
    for (const { unknown, auth, tls } of configs) {
      // The field may be at another level, which misplaced-key reports.
      const strays = [...misplacedKeys(doc, unknown, "config"), ...misplacedKeys(doc, tls.unknown, "tls")];
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
    if (chosen !== undefined || lostToQuoting(doc, username) || holdsKey(auth)) return undefined;
    const empty = username.value.kind !== "missing";
    return {
      at: password.path,
      part: "key",
      message: `This password has ${empty ? "an empty" : "no"} username, so containerd never sends it, pulls anonymously and logs nothing. Add the username.`,
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
        'The password is empty, so containerd sends no secret and pulls anonymously. Add the password or remove this "auth".',
    };
  if (chosen === undefined) return undefined;
  return {
    at: username.path,
    severity: "warning",
    message: "This username has no password, so containerd sends no secret and pulls anonymously. Add the password.",
  };
}

/** True if YAML dropped a value that is in the file: `&secret`, `#secret`. */
function lostToQuoting(doc: YamlDocument, field: Field): boolean {
  const fault = quotingOf(doc, field)?.fault;
  return fault !== undefined && !(fault.kind === "comment" && fault.remark);
}

/** True for a service-account key, whose missing username another rule reports with the right one. */
function holdsKey(auth: AuthFields): boolean {
  const key = auth.jsonPassword;
  return key !== undefined && isServiceAccountKey(key.fields);
}
