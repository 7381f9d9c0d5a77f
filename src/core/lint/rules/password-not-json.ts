import { hasDockerConfig } from "../../credentials/dockerConfig.ts";
import { isAccessToken, isServiceAccountKey, keyUsernames, meantForm } from "../../credentials/googleCredential.ts";
import type { HostConfig } from "../../file/file.ts";
import { decodedJson, looksLikeJson } from "../../json/object.ts";
import { repairJson } from "../../json/repairJson.ts";
import { type JsonError, oneLineJson, scanJson } from "../../json/tokens.ts";
import { standardBase64 } from "../../text/base64.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Value, YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

const consequence = "so pulls fail with 401 or 403";

export const summary = "The password is not the service-account key that the username announces";

/** Source: docs/how-k3s-reads-it/yaml.md#json-passwords, docs/how-k3s-reads-it/google.md#username. */
export const passwordNotJson: Rule = {
  id: "password-not-json",
  severity: "error",
  fixes: true,
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const config of configs) {
      const form = meantForm(config);
      if (form === undefined) continue;
      const report = form === "json" ? notJson(doc, config) : notBase64(config);
      if (report) reports.push(report);
    }
    return reports;
  },
};

function notJson(doc: YamlDocument, { auth }: HostConfig): Report | undefined {
  const { username, usernameAt, password: text, passwordAt: at, encoded } = auth.credential;
  if (text === undefined || text.trim() === "" || hasDockerConfig(text)) return undefined;
  const key = auth.jsonPassword;
  if (key?.form === "base64") {
    const json = oneLineJson(key.json);
    if (username !== keyUsernames.json || json === undefined || !isServiceAccountKey(key.fields)) return undefined;
    const fixes: readonly Fix[] = [
      {
        title: `Set the username to ${keyUsernames.base64}`,
        safe: true,
        operations: [{ set: usernameAt, value: keyUsernames.base64 }],
      },
      { title: "Decode the key", safe: true, operations: [{ overwrite: at, value: { quoted: json } }] },
    ];
    return {
      at,
      message: `The password is base64, but the username "_json_key" needs the JSON itself, ${consequence}. Use the username "_json_key_base64".`,
      fixes: encoded ? [] : fixes,
    };
  }
  if (key?.intact) return undefined;
  if (isAccessToken(text)) return { at, message: tokenMessage };
  if (!looksLikeJson(text) && placeholder(text, "possible value")) return undefined;
  const scan = scanJson(text);
  if (scan.ok)
    return {
      at,
      message: `The password is JSON, but not a service-account key, ${consequence}. Convert the key file again.`,
    };
  if (/^[\s,]*(?:\.{3}|…)/.test(text.slice(scan.error.offset))) return undefined;
  const json = key?.json ?? (looksLikeJson(text) ? (repairJson(text) ?? repairJson(doc.source(at))) : undefined);
  const repair: Fix = {
    title: "Repair the JSON and put it in single quotes",
    safe: true,
    operations: [{ overwrite: at, value: { quoted: json ?? "" } }],
  };
  return {
    at,
    message: `${fault(text, scan.error.fault, auth.password.value)}, ${consequence}. ${json === undefined ? "Convert the key file again." : "Write the JSON on one line in single quotes."}`,
    fixes: json === undefined || encoded ? [] : [repair],
  };
}

const tokenMessage = `The password is an access token, but the username needs a service-account key, ${consequence}. Create such a key and convert it.`;

function fault(text: string, jsonFault: JsonError["fault"], written: Value): string {
  if (decodedJson(text) !== undefined || /^(?:ewo|eyJ0)[A-Za-z0-9+/=\s]+$/.test(text))
    return 'The password is damaged base64, and the username "_json_key" needs the JSON itself';
  if (!looksLikeJson(text)) return "The password is not the JSON of a service-account key";
  if (/[{,]\s*\\+"/.test(text))
    return "The quotes in the JSON are escaped with backslashes, which YAML keeps in single quotes";
  if (jsonFault === "line-break-in-string" && !(written.kind === "scalar" && written.style === "double"))
    return "A string in the JSON is cut off or spans several lines";
  if (jsonFault === "line-break-in-string")
    return 'YAML turns "\\n" in double quotes into a line break, so the JSON is not valid';
  if (jsonFault === "cut-off") return "The JSON of the key is cut off";
  if (jsonFault === "too-deep") return "The JSON is nested too deep for a service-account key";
  return "The JSON of the key is not valid";
}

function notBase64({ auth }: HostConfig): Report | undefined {
  const { password: text, passwordAt: at, encoded } = auth.credential;
  if (text === undefined || auth.jsonPassword || placeholder(text, "possible value") || hasDockerConfig(text))
    return undefined;
  if (isAccessToken(text)) return { at, message: tokenMessage };
  const standard = repairedBase64(text);
  if (standard !== undefined)
    return {
      at,
      severity: "warning",
      message:
        "The password is base64 without padding or in the URL alphabet, which not every reader accepts. Write it in standard base64.",
      fixes: encoded
        ? []
        : [
            {
              title: "Write it in standard base64",
              safe: true,
              operations: [{ overwrite: at, value: { quoted: standard } }],
            },
          ],
    };
  return {
    at,
    message: `The username "_json_key_base64" needs a service-account key in base64, but the password is not one, ${consequence}. Encode the key file again, on one line.`,
  };
}

/** Returns base64 of JSON that is in the URL alphabet or without padding as standard base64. */
function repairedBase64(text: string): string | undefined {
  const standard = standardBase64(text);
  const json = decodedJson(standard);
  return json !== undefined && scanJson(json).ok ? standard : undefined;
}
