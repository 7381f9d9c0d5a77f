import { intendedPassword, isPlaceholder, looksLikeJson } from "../../credentials/password.ts";
import { repairJson } from "../../credentials/repairJson.ts";
import { scanJson } from "../../json/tokens.ts";
import { type AuthFields, type Field, textOf } from "../../registries/file.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

const consequence = "k3s passes it on as it is, Google refuses it, and pulls fail with 401 or 403";

/** Source: reference §2.3 (what quoting does to JSON), §6.2 (what `_json_key` wants). */
export const passwordNotJson: Rule = {
  id: "password-not-json",
  summary: "The username is _json_key, but the password is not a service-account key",
  severity: "error",
  *check({ doc, configs }) {
    for (const { auth } of configs) {
      if (textOf(auth.username) !== "_json_key") continue;
      const report = notJson(doc, auth);
      if (report) yield report;
    }
  },
};

function notJson(doc: YamlDocument, auth: AuthFields): Report | undefined {
  const { path: at } = auth.password;
  if (auth.keyJson) return wrongKind(at, auth.keyJson);
  const text = intendedPassword(doc, auth.password);
  if (text === undefined || isPlaceholder(looksLikeJson(text) ? "" : text) || text.trim() === "") {
    if (text === undefined || !looksLikeJson(text)) return undefined;
  }
  const scan = scanJson(text);
  if (scan.ok) return wrongKind(at, JSON.parse(text));
  if (/^(?:ewog|eyJ0|e30|ewo)[A-Za-z0-9+/=\s]+$/.test(text))
    return {
      at,
      message: `The password is base64, but with the username _json_key it must be the JSON itself: ${consequence}. Use the username _json_key_base64.`,
      fixes: [
        {
          title: "Set the username to _json_key_base64",
          safe: false,
          operations: [{ set: auth.username.path, value: "_json_key_base64" }],
        },
      ],
    };
  const json = looksLikeJson(text) ? (repairJson(text) ?? repairJson(doc.source(at))) : undefined;
  return {
    at,
    message: `${fault(text, scan.error.problem)}: ${consequence}. ${json === undefined ? "Convert the key file again." : "Write the JSON on one line in single quotes."}`,
    fixes:
      json === undefined
        ? []
        : [
            {
              title: "Repair the JSON and put it in single quotes",
              safe: true,
              operations: [{ set: at, value: { quoted: json } }],
            },
          ],
  };
}

function fault(text: string, problem: string): string {
  if (!looksLikeJson(text)) return "The password is not JSON, which the username _json_key stands for";
  if (/[{,]\s*\\+"/.test(text)) return "The quotes of the JSON have backslashes before them, which single quotes keep";
  if (problem === "line-break-in-string")
    return "The \\n of the private key became a real line break, as it does in double quotes, so the JSON is not valid";
  if (problem === "cut-off") return "The JSON of the key is cut off";
  return "The JSON of the key is not valid";
}

function wrongKind(at: Field["path"], value: unknown): Report | undefined {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  if (type === "service_account" || (typeof type === "string" && isPlaceholder(type))) return undefined;
  if (typeof value === "object" && value !== null && "private_key" in value && type === undefined) return undefined;
  const known =
    typeof type === "string" && /^[a-z_]{1,40}$/.test(type) ? `is of type ${type}` : "has no type service_account";
  return {
    at,
    message: `The JSON ${known}, so it is not a service-account key: ${consequence}. Create a key for a service account and convert that.`,
  };
}
