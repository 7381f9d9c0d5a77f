import { isServiceAccountKey, universeOf } from "../../credentials/googleCredential.ts";
import { emailFault } from "../../credentials/googleServiceAccountKey.ts";
import type { JsonPassword } from "../../file/file.ts";
import { withField } from "../../json/fields.ts";
import type { JsonObject } from "../../json/object.ts";
import { oneLineJson } from "../../json/tokens.ts";
import { listed } from "../../text/listed.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Google clients reject a key without one of these. Source: golang/oauth2 `google/google.go`. */
const needed = ["type", "private_key_id", "private_key", "client_email"];
/** Every key has these. Clients work without them; what the registry does is not documented. */
const usual = ["project_id", "token_uri"];
const all = [...needed, ...usual];

export const summary = "A service-account key is missing fields";

/** Source: golang/oauth2 `google/google.go`; docs/how-k3s-reads-it/google.md#username. */
export const incompleteKey: Rule = {
  id: "incomplete-key",
  severity: "error",
  check({ configs }) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const key = auth.jsonPassword;
      if (!key || !isServiceAccountKey(key.fields)) continue;
      const [missing, email] = [missingFields(key), wrongEmail(key)];
      if (missing) reports.push(missing);
      if (email) reports.push(email);
    }
    return reports;
  },
};

function missingFields(key: JsonPassword): Report | undefined {
  const { at, fields } = key;
  const missing = all.filter((name) => !hasText(fields, name));
  if (missing.length === 0) return undefined;
  // A shortened example, or a file that was redacted to be shared.
  if (!("private_key" in fields) && !("client_email" in fields))
    return {
      at,
      severity: "warning",
      message: `The key is shortened and lacks ${quotedList(missing)}: Google rejects it, and pulls fail with 401 or 403. Use the whole key file.`,
    };
  const certain = missing.some((name) => needed.includes(name));
  const fixes = completion(key, missing);
  return {
    at,
    severity: certain ? "error" : "warning",
    message: certain
      ? `The key lacks ${quotedList(missing)}: Google rejects it, and pulls fail with 401 or 403. Download the key again and convert it.`
      : `The key lacks ${quotedList(missing)}, which every Google key has, so it may be rejected. Download the key again and convert it.`,
    fixes,
  };
}

function wrongEmail({ at, fields }: JsonPassword): Report | undefined {
  const email = fields["client_email"];
  if (typeof email !== "string") return undefined;
  const fault = placeholder(email, "possible host") ? undefined : emailFault(email);
  if (fault === undefined) return undefined;
  return fault === "hidden"
    ? {
        at,
        message:
          'The "client_email" of the key was hidden by the web page it was copied from: Google rejects it, and pulls fail with 401 or 403. Download the key again and convert it.',
      }
    : {
        at,
        severity: "warning",
        message:
          'The "client_email" of the key is not an email address, so pulls fail with 401 or 403. Download the key again and convert it.',
      };
}

function hasText(fields: JsonObject, name: string): boolean {
  const value = fields[name];
  return typeof value === "string" && value.trim() !== "";
}

function quotedList(names: readonly string[]): string {
  return listed(names.map((name) => `"${name}"`));
}

/** Adds the missing fields where all of them follow from the rest of the key. */
function completion({ at, json, fields, editable }: JsonPassword, missing: readonly string[]): readonly Fix[] {
  if (!editable) return [];
  let whole: string | undefined = json;
  for (const name of missing) {
    const value = derived(fields, name);
    whole = value === undefined || whole === undefined ? undefined : withField(whole, name, value);
  }
  const line = whole === undefined ? undefined : oneLineJson(whole);
  if (line === undefined) return [];
  return [{ title: `Add ${listed(missing)}`, safe: false, operations: [{ overwrite: at, value: { quoted: line } }] }];
}

function derived(fields: JsonObject, name: string): string | undefined {
  if (name === "type") return "service_account";
  if (name === "token_uri")
    return universeOf(fields) === "googleapis.com" ? "https://oauth2.googleapis.com/token" : undefined;
  if (name !== "project_id") return undefined;
  return /^[^@]+@([a-z][a-z0-9-]*)\.iam\.gserviceaccount\.com$/.exec(String(fields["client_email"]))?.[1];
}
