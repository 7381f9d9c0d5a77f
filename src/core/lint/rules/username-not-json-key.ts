import {
  isAccessToken,
  isMisspeltKeyUsername,
  isServiceAccountAddress,
  isServiceAccountKey,
  isTokenUsername,
  keyUsernames,
  meantForm,
} from "../../credentials/googleCredential.ts";
import { isSet } from "../../file/authPrecedence.ts";
import type { HostConfig } from "../../file/file.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A service-account key has the wrong username";

/** Source: docs/how-k3s-reads-it/credentials.md#precedence, docs/how-k3s-reads-it/google.md#username. */
export const usernameNotJsonKey: Rule = {
  id: "username-not-json-key",
  severity: "error",
  fixes: true,
  check({ configs }) {
    const reports: Report[] = [];
    for (const config of configs) {
      const report = withKey(config) ?? withoutKey(config);
      if (report) reports.push(report);
    }
    return reports;
  },
};

/** Reports a key whose username is not the one for its form. */
function withKey({ auth }: HostConfig): Report | undefined {
  const { username, templated, usernameAt, passwordAt, encoded } = auth.credential;
  const key = auth.jsonPassword;
  if (templated || !key || !isServiceAccountKey(key.fields)) return undefined;
  const wanted = keyUsernames[key.form];
  // A key in base64 under _json_key is reported by password-not-json.
  if (username === wanted || username === keyUsernames.json) return undefined;
  const fixes = encoded ? [] : [setUsername(usernameAt, wanted, true)];
  if (username === undefined)
    return {
      at: passwordAt,
      part: "key",
      message: `A Google service-account key needs the username "${wanted}". Without a username containerd pulls anonymously, and Google answers 403.`,
      fixes,
    };
  const form = key.form === "base64" ? " in base64" : "";
  const message =
    username === keyUsernames.base64
      ? 'The username "_json_key_base64" needs a key in base64, but the password is JSON, so pulls fail with 401 or 403. Use the username "_json_key".'
      : `A Google service-account key${form} needs the username "${wanted}". With any other username Google rejects the pull (401 or 403).`;
  return { at: usernameAt, message, fixes };
}

/** Reports a username that can't be right for Google where the password is not a key. */
function withoutKey(config: HostConfig): Report | undefined {
  const { host, auth } = config;
  const { username, password, usernameAt, encoded } = auth.credential;
  if (username === undefined || !isGoogleHost(host) || auth.jsonPassword) return undefined;
  if (username === keyUsernames.json || username === keyUsernames.base64 || isAccessToken(password)) return undefined;
  // Without any password it is reported by incomplete-credential.
  if (!encoded && !isSet(auth.password)) return undefined;
  const form = meantForm(config);
  if (isMisspeltKeyUsername(username) && form !== undefined)
    return {
      at: usernameAt,
      message: `This username is a misspelling of "${keyUsernames[form]}". With any other username Google rejects the pull (401 or 403).`,
      fixes: encoded ? [] : [setUsername(usernameAt, keyUsernames[form], true)],
    };
  if (isServiceAccountAddress(username))
    return {
      at: usernameAt,
      message:
        'The username is the address of a service account, so Google rejects the pull (401 or 403). Use the username "_json_key" with the JSON key of the account as the password.',
      fixes: encoded ? [] : [setUsername(usernameAt, keyUsernames.json, false)],
    };
  if (
    isTokenUsername(username) ||
    placeholder(username, "possible value") ||
    password === undefined ||
    placeholder(password, "possible value")
  )
    return undefined;
  return {
    at: usernameAt,
    severity: "warning",
    message: `Google has no user accounts of its own for "${host}", so pulls fail with 401 or 403. Use the username "_json_key" with the JSON key of a service account as the password.`,
  };
}

function setUsername(path: Path, username: string, safe: boolean): Fix {
  return { title: `Set the username to ${username}`, safe, operations: [{ set: path, value: username }] };
}
