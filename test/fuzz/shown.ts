import assert from "node:assert/strict";
import { maskedError, maskedRegistry } from "../../src/core/display/masked.ts";
import type { Reading } from "../../src/core/file/goDecode.ts";
import { fixLinted } from "../../src/core/lint/fixing.ts";
import type { Finding, LintedFile } from "../../src/core/lint/lint.ts";
import { shownTexts } from "../sweep/providers.ts";
import { canary, secretsOf } from "../sweep/secrets.ts";

/** Whether each canary of a text is where a secret is, so that none may be shown. */
export function isMarked(text: string): boolean {
  const secrets = secretsOf(text);
  return [...text.matchAll(new RegExp(canary, "g"))].every(({ index }) =>
    secrets.some(({ start, end }) => start <= index && index < end),
  );
}

/** @throws AssertionError when the canary is in what is shown, as it is or in base64 */
export function assertNoSecret(shown: unknown, what: string): void {
  const texts = shownTexts(shown);
  const found = texts.find((text) => text.includes(canary) || encoded.some((code) => text.includes(code)));
  assert.ok(found === undefined, `${what} shows a secret: ${found}`);
}

/** The canary in base64 from each of the three places where it can begin. */
const encoded = ["", " ", "  "].map((before) =>
  Buffer.from(before + canary)
    .toString("base64")
    .slice(before.length === 0 ? 0 : before.length + 1, -4),
);

/** What lint says of a text, and of what fix-all makes of it. */
export function shownByLint(linted: LintedFile): unknown {
  const said = (findings: readonly Finding[]) =>
    findings.map(({ message, related, fixes }) => [
      message,
      related.map((one) => one.message),
      fixes.map(({ title }) => title),
    ]);
  return [said(linted.findings), said(fixLinted(linted).result.findings)];
}

/** What k3s reads, as `read` prints it. */
export function shownByRead(reading: Reading): unknown {
  return reading.ok ? JSON.stringify(maskedRegistry(reading.registry)) : maskedError(reading);
}
