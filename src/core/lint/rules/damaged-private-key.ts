import { isServiceAccountKey, type WrittenKey, writtenKey } from "../../credentials/googleCredential.ts";
import type { PrivateKeyCheck } from "../../credentials/privateKey.ts";
import { isRedactedKey, keyBodyFault, mendedPrivateKey, privateKeyFault } from "../../credentials/privateKeyText.ts";
import { withField } from "../../json/fields.ts";
import { oneLineJson } from "../../json/tokens.ts";
import type { Fix, Rule } from "../rule.ts";

/** Source: credentials §1 (PKCS#8 in PEM); RFC 5208, RFC 7468, RFC 8017. */
export const damagedPrivateKey: Rule = {
  id: "damaged-private-key",
  summary: "The private key inside a service-account key is damaged",
  severity: "warning",
  *check({ doc, configs }, { checkPrivateKey }) {
    const known = new Map<string, string | undefined>();
    for (const { auth } of configs) {
      const key = writtenKey(doc, auth);
      const text = key?.fields["private_key"];
      if (!key || typeof text !== "string" || !isServiceAccountKey(key.fields)) continue;
      if (!known.has(text)) known.set(text, faultOf(text, checkPrivateKey));
      const fault = known.get(text);
      if (fault === undefined) continue;
      yield {
        at: key.at,
        message: `${fault}. Unless Google gave you the key so, pulls fail with 401 or 403: download it again and convert that.`,
        fixes: mending(key, text, checkPrivateKey),
      };
    }
  },
};

function faultOf(text: string, check: PrivateKeyCheck | undefined): string | undefined {
  return isRedactedKey(text) ? undefined : (privateKeyFault(text) ?? keyBodyFault(text, check));
}

function mending({ at, json, editable }: WrittenKey, text: string, check: PrivateKeyCheck | undefined): readonly Fix[] {
  const mended = editable ? mendedPrivateKey(text) : undefined;
  if (!mended || faultOf(mended.pem, check) !== undefined) return [];
  const whole = withField(json, "private_key", mended.pem);
  const line = whole === undefined ? undefined : oneLineJson(whole);
  if (line === undefined) return [];
  return [
    {
      title: "Restore the markers and line ends of the private key",
      safe: mended.certain,
      operations: [{ set: at, value: { quoted: line } }],
    },
  ];
}
