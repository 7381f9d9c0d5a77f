import { type Talk, type Verification, verify } from "./exchange.ts";
import { type KeyCheck, type Sign, verifyKey } from "./googleKey.ts";
import { registryMeaning } from "./registryMeaning.ts";
import type { VerifyTarget } from "./target.ts";
import { verdictWords } from "./verdict.ts";

/** One thing to verify: a credential at a registry, or a key at Google. */
export type Subject = { readonly target: VerifyTarget } | { readonly check: KeyCheck };

/**
 * What will be sent where, before the first request: addresses, and what goes there. Another token server than the one
 * that is named is asked for once it is known.
 */
export function planLines(subject: Subject): readonly string[] {
  if ("check" in subject) return [subject.check.url, `with the name of ${subject.check.account}, signed with its key`];
  const { host, ping, isPlain, mayBePlain, image, secret, credential } = subject.target;
  const plain = isPlain ? ", by plain http" : mayBePlain ? ", by plain http if it speaks no TLS" : "";
  const { tokenHost = host } = registryMeaning(host, "");
  return [
    ping,
    ...(image ? [image.url] : []),
    secret ? `with ${credential}${plain}; also to its token server, if that is ${tokenHost}` : "without a credential",
  ];
}

/** Verifies it. */
export function verifySubject(
  subject: Subject,
  { send, confirm, sign }: Talk & { readonly sign: Sign },
): Promise<Verification> {
  return "check" in subject
    ? verifyKey(subject.check, send, sign, Math.floor(Date.now() / 1000))
    : verify(subject.target, { send, confirm });
}

/** True if the image is given, so that containerd asks no further registry for it. */
export function deliversImage(subject: Subject, { verdict }: Verification): boolean {
  return "target" in subject && subject.target.image !== undefined && (verdict === "may-pull" || verdict === "public");
}

/**
 * The verdict in words.
 *
 * @param from as in `verdictWords`
 */
export function wordsOf(subject: Subject, { verdict }: Verification, from: string): string {
  return verdictWords(verdict, "target" in subject ? subject.target.image?.repository : undefined, from);
}

/** What was found out, in lines: the verdict, why, and each request. They contain no secret. */
export function verificationLines(subject: Subject, verification: Verification, from: string): readonly string[] {
  const { reasons, steps } = verification;
  return [
    `${subjectName(subject)}: ${wordsOf(subject, verification, from)}`,
    ...reasons,
    ...steps.map(
      ({ method, url, withCredential, status }) =>
        `${method} ${url}${withCredential ? " with the credential" : ""}: ${status ?? "no answer"}`,
    ),
  ];
}

function subjectName(subject: Subject): string {
  if ("check" in subject) return subject.check.account;
  const { host, image } = subject.target;
  return image ? `${host} ${image.name}` : host;
}
