import { hasDockerConfig } from "../../credentials/dockerConfig.ts";
import { quotingOf } from "../../credentials/quoting.ts";
import { type BasicAuthReading, chosenCredential, readBasicAuth } from "../../file/authPrecedence.ts";
import { textOf } from "../../file/file.ts";
import { encodeText, paddedBase64 } from "../../text/base64.ts";
import { hasInvisibleCharacter } from "../../text/invisible.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "An auth value is not user:password in base64";

/** Source: docs/how-k3s-reads-it/credentials.md#precedence (Go's StdEncoding with padding, then a colon). */
export const authNotBase64: Rule = {
  id: "auth-not-base64",
  severity: "error",
  fixes: true,
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const { encoded } = auth;
      const text = textOf(encoded);
      if (
        text === undefined ||
        placeholder(text, "possible value") ||
        hasInvisibleCharacter(text) ||
        hasDockerConfig(text)
      )
        continue;
      if (chosenCredential(auth) !== "auth" || doc.properties(encoded.path).tag !== undefined) continue;
      const reading = readBasicAuth(text);
      if (reading.ok || quotingOf(doc, encoded)?.fault.kind === "comment") continue;
      const repair = repaired(text);
      reports.push({
        at: encoded.path,
        message: message(reading),
        fixes: repair
          ? [
              {
                title: repair.title,
                safe: true,
                operations: [{ overwrite: encoded.path, value: { quoted: repair.text } }],
              },
            ]
          : [],
      });
    }
    return reports;
  },
};

function message(reading: BasicAuthReading & { readonly ok: false }): string {
  const advice = 'Write user:password in base64, with its trailing "=", or put a token in "password".';
  return reading.fault === "base64"
    ? `This "auth" is not base64, so every pull from the registry fails with "illegal base64 data at input byte ${reading.offset}". ${advice}`
    : `This "auth" decodes to a string without a colon, so every pull from the registry fails with "invalid decoded auth". ${advice}`;
}

interface Repair {
  readonly title: string;
  readonly text: string;
}

/** Returns the base64 that was meant, where there is no doubt about it. */
function repaired(text: string): Repair | undefined {
  const bare = text.replace(/^Basic\s/i, "").replace(/\s+/g, "");
  const padded = paddedBase64(bare);
  if (isCredential(padded))
    return { title: bare === text ? "Add the missing =" : "Keep only the base64", text: padded };
  if (/^[^\s:/]+:[^\s/][^\s]*$/.test(text) && !/^[A-Za-z0-9+/]+=*$/.test(text))
    return { title: "Encode in base64", text: encodeText(text) };
  return undefined;
}

function isCredential(encoded: string): boolean {
  const reading = readBasicAuth(encoded);
  return reading.ok && /^[^\ufffd\x00-\x1f]+$/.test(reading.username) && !reading.password.includes("\ufffd");
}
