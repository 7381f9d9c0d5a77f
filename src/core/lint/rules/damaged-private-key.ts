import { isServiceAccountKey } from "../../credentials/googleCredential.ts";
import { isRedactedKey, keyBodyFault, privateKeyFault, repairedPrivateKey } from "../../credentials/privateKeyText.ts";
import type { JsonPassword } from "../../file/file.ts";
import { withField } from "../../json/fields.ts";
import { oneLineJson } from "../../json/tokens.ts";
import type { Fix, LintSettings, Report, Rule } from "../rule.ts";

type ReadsKey = LintSettings["readsPrivateKey"];

export const summary = "The private key inside a service-account key is damaged";

/** Source: RFC 5208 (PKCS#8), RFC 7468 (PEM), RFC 8017 (RSA). */
export const damagedPrivateKey: Rule = {
  id: "damaged-private-key",
  severity: "warning",
  fixes: true,
  check({ configs }, { readsPrivateKey }) {
    const reports: Report[] = [];
    const faults = new Map<number, string>();
    for (const { auth } of configs) {
      const key = auth.jsonPassword;
      const text = key?.fields["private_key"];
      if (!key || typeof text !== "string" || !isServiceAccountKey(key.fields)) continue;
      const print = fingerprint(text);
      const fault = faults.get(print) ?? faultOf(text, readsPrivateKey, print);
      if (fault === undefined) continue;
      faults.set(print, fault);
      reports.push({
        at: key.at,
        message: `${fault}. Pulls fail with 401 or 403 unless Google issued the key like this; download it again and convert it.`,
        fixes: repairing(key, text, readsPrivateKey),
      });
    }
    return reports;
  },
};

function faultOf(text: string, reads: ReadsKey, print = fingerprint(text)): string | undefined {
  if (whole.reads !== reads || whole.prints.size >= mostPrints) whole = { reads, prints: new Set() };
  if (whole.prints.has(print)) return undefined;
  const fault = isRedactedKey(text) ? undefined : (privateKeyFault(text) ?? keyBodyFault(text, reads));
  if (fault === undefined) whole.prints.add(print);
  return fault;
}

/**
 * Keys that passed the check, so that typing does not repeat it: it takes as long as all other rules together. Only
 * fingerprints are kept: no key outlives its lint.
 */
let whole: { readonly reads: ReadsKey; readonly prints: Set<number> } = {
  reads: undefined,
  prints: new Set(),
};
const mostPrints = 1000;

/** Returns 53 bits that depend on every character: two FNV-1a sums, each over every other pair of characters. */
function fingerprint(text: string): number {
  const whole = text.length & ~3;
  // Small integers throughout, which the engine keeps in registers.
  let one = 0x811c9dc5 | 0;
  let two = text.length;
  for (let at = 0; at < whole; at += 4) {
    one = Math.imul(one ^ text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 16), 0x01000193);
    two = Math.imul(two ^ text.charCodeAt(at + 2) ^ (text.charCodeAt(at + 3) << 16), 0x01000193);
    one ^= one >>> 15;
    two ^= two >>> 15;
  }
  for (let at = whole; at < text.length; at++) two = Math.imul(two ^ text.charCodeAt(at), 0x01000193);
  return (one >>> 0) + ((two >>> 11) & 0x1fffff) * 0x100000000;
}

function repairing({ at, json, editable }: JsonPassword, text: string, reads: ReadsKey): readonly Fix[] {
  const repaired = editable ? repairedPrivateKey(text) : undefined;
  if (!repaired || faultOf(repaired.pem, reads) !== undefined) return [];
  const whole = withField(json, "private_key", repaired.pem);
  const line = whole === undefined ? undefined : oneLineJson(whole);
  if (line === undefined) return [];
  return [
    {
      title: "Restore the markers and line breaks of the private key",
      safe: repaired.certain,
      operations: [{ overwrite: at, value: { quoted: line } }],
    },
  ];
}
