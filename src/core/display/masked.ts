import type { AuthReading, ConfigReading, MirrorReading, Reading, Registry } from "../registries/reading.ts";
import { withoutNames } from "../yaml/syntax.ts";
import { holdsKey, urlUser } from "./secretSpans.ts";
import { looksLikeToken } from "./token.ts";

/** What stands in the place of a secret. */
export const secretMask = "••••••••";

/**
 * What k3s reads, with each secret masked: passwords, tokens, users in URLs, and key material wherever it stands. An
 * empty text stays empty, and nothing else changes its shape.
 */
export function maskedRegistry({ mirrors, configs, auths }: Registry): Registry {
  return {
    mirrors: mapped(mirrors, ({ endpoint, rewrite }: MirrorReading) => ({
      endpoint: endpoint.map(maskedText),
      rewrite: mapped(rewrite, maskedText),
    })),
    configs: mapped(configs, ({ auth, tls }: ConfigReading) => ({
      auth: auth && maskedAuth(auth),
      tls: tls && {
        ca_file: maskedText(tls.ca_file),
        cert_file: maskedText(tls.cert_file),
        key_file: maskedText(tls.key_file),
        insecure_skip_verify: tls.insecure_skip_verify,
      },
    })),
    auths: mapped(auths, maskedAuth),
  };
}

/**
 * Why k3s can't read a file, as it logs it, without what could be part of a secret: it quotes the start of a value, and
 * the name of an anchor.
 */
export function maskedError({ error }: Extract<Reading, { readonly ok: false }>): string {
  return withoutNames(error).replace(/ `[\s\S]*?` into /g, " `…` into ");
}

function maskedAuth({ username, password, auth, identity_token }: AuthReading): AuthReading {
  const mask = (text: string): string => (text === "" ? "" : secretMask);
  return {
    // A whole key ends up here when the fields are swapped.
    username: /[\s{}"]/.test(username) || username.length > 128 ? secretMask : maskedText(username),
    password: mask(password),
    auth: mask(auth),
    identity_token: mask(identity_token),
  };
}

/** Masks what is secret in a text that usually is none: users in URLs, tokens, and whole keys. */
export function maskedText(text: string): string {
  if (holdsKey(text)) return secretMask;
  return text
    .replace(urlUser, `//${secretMask}@`)
    .replace(/[^\s/:@?#&="']{5,}/g, (part) => (looksLikeToken(part) ? secretMask : part));
}

/** The same for the key of a registry, or what is made of it, before which people write a user. */
export function maskedKey(key: string): string {
  return maskedText(key.replace(/^[^/@]*@/, `${secretMask}@`));
}

function mapped<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  const result: Record<string, To> = Object.create(null);
  for (const [key, value] of Object.entries(map)) result[maskedKey(key)] = change(value);
  return result;
}
