import {
  isAccessToken,
  isMisspeltKeyUsername,
  isServiceAccountAddress,
  isServiceAccountKey,
  isTokenUsername,
  keyUsernames,
  meantForm,
  writtenKey,
} from "../../credentials/googleCredential.ts";
import { isPlaceholder } from "../../credentials/password.ts";
import { credentialOf } from "../../credentials/writtenCredential.ts";
import { isSet } from "../../file/authPrecedence.ts";
import type { HostConfig } from "../../file/file.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { Path, YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/credentials.md#precedence, docs/how-k3s-reads-it/google.md#username. */
export const usernameNotJsonKey: Rule = {
  id: "username-not-json-key",
  summary: "The password is a service-account key, but the username does not say so",
  severity: "error",
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const config of configs) {
      const report = withKey(doc, config) ?? withoutKey(doc, config);
      if (report) reports.push(report);
    }
    return reports;
  },
};

/** The key is there, so the username has to be the one for its form. */
function withKey(doc: YamlDocument, { auth }: HostConfig): Report | undefined {
  const { username, templated, usernameAt, passwordAt, encoded } = credentialOf(doc, auth);
  const key = writtenKey(doc, auth);
  if (templated || !key || !isServiceAccountKey(key.fields)) return undefined;
  const wanted = keyUsernames[key.form];
  // A key in base64 under _json_key is password-not-json's.
  if (username === wanted || username === keyUsernames.json) return undefined;
  const fixes = encoded ? [] : [setUsername(usernameAt, wanted, true)];
  if (username === undefined)
    return {
      at: passwordAt,
      part: "key",
      message: `A service-account key needs the username ${wanted}: without a username containerd pulls anonymously, and Google answers 403.`,
      fixes,
    };
  const form = key.form === "base64" ? " in base64" : "";
  const message =
    username === keyUsernames.base64
      ? "The password is the key's JSON itself, but the username _json_key_base64 stands for base64: Google can't read it, and pulls fail with 401 or 403. Use the username _json_key."
      : `With a service-account key${form} as the password the username must be ${wanted}: Google refuses any other, and pulls fail with 401 or 403.`;
  return { at: usernameAt, message, fixes };
}

/** The password is not there or no key, but the username alone can't be right for Google. */
function withoutKey(doc: YamlDocument, config: HostConfig): Report | undefined {
  const { host, auth } = config;
  const { username, password, usernameAt, encoded } = credentialOf(doc, auth);
  if (username === undefined || !isGoogleHost(host) || writtenKey(doc, auth)) return undefined;
  if (username === keyUsernames.json || username === keyUsernames.base64 || isAccessToken(password)) return undefined;
  // Without any password it is incomplete-credential's.
  if (!encoded && !isSet(auth.password)) return undefined;
  const form = meantForm(doc, config);
  if (isMisspeltKeyUsername(username) && form !== undefined)
    return {
      at: usernameAt,
      message: `Google knows the username ${keyUsernames[form]} only as it is written here, in lower case with its underscores: it refuses any other, and pulls fail with 401 or 403.`,
      fixes: encoded ? [] : [setUsername(usernameAt, keyUsernames[form], true)],
    };
  if (isServiceAccountAddress(username))
    return {
      at: usernameAt,
      message:
        "The username is a service account's address, which Google refuses: pulls fail with 401 or 403. The username must be _json_key, and the password the account's key in JSON.",
      fixes: encoded ? [] : [setUsername(usernameAt, keyUsernames.json, false)],
    };
  if (isTokenUsername(username) || isPlaceholder(username) || password === undefined || isPlaceholder(password))
    return undefined;
  return {
    at: usernameAt,
    severity: "warning",
    message: `Google knows no users of its own for ${host}: the username must be _json_key with a service account's key in JSON as the password, or pulls fail with 401 or 403.`,
  };
}

function setUsername(path: Path, username: string, safe: boolean): Fix {
  return { title: `Set the username to ${username}`, safe, operations: [{ set: path, value: username }] };
}
