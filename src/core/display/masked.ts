import type { AuthReading, ConfigReading, MirrorReading, Reading, Registry } from "../file/goDecode.ts";
import { applyEdits } from "../text/span.ts";
import { secretParts } from "./secretParts.ts";
import { shownUser } from "./shown.ts";

/** What stands in the place of a secret. */
export const secretMask = "••••••••";

/**
 * What k3s reads, with each secret masked: passwords, tokens, users in URLs, and key material wherever it stands. An
 * empty text stays empty, and nothing else changes its shape.
 */
export function maskedRegistry({ mirrors, configs, auths }: Registry): Registry {
  return {
    mirrors: mapped(mirrors, ({ endpoint, rewrite }: MirrorReading) => ({
      endpoint: endpoint.map(maskedAddress),
      rewrite: mapped(rewrite, maskedText, maskedText),
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
 * Why k3s can't read a file, as it logs it, without what could be part of a secret: it quotes values, tags and the names
 * of anchors. Source: yaml.v2 `decode.go` (`terror`, `alias`) and `resolve.go` (`cannot decode`).
 */
export function maskedError({ error }: Extract<Reading, { readonly ok: false }>): string {
  return error
    .replace(/`[\s\S]*?`(?= into | as a |$)/gm, "`…`")
    .replace(/anchor '[^']*'/g, "anchor '…'")
    .replace(/(?<=\s)!(?!!(?:map|seq|str|int|float|bool|null|timestamp|binary|merge)\b)\S*/g, "!…");
}

function maskedAuth({ username, password, auth, identity_token }: AuthReading): AuthReading {
  const mask = (text: string): string => (text === "" ? "" : secretMask);
  return {
    username: username === "" ? "" : (shownUser(username) ?? secretMask),
    password: mask(password),
    auth: mask(auth),
    identity_token: mask(identity_token),
  };
}

/** Masks what is secret in a text that usually is not: users in URLs, tokens, and whole keys. */
export function maskedText(text: string): string {
  return withMasks(text, "value");
}

/** The same for an endpoint or the key of a registry, or what is made of it: people write users before it. */
export function maskedAddress(address: string): string {
  return withMasks(address, "address");
}

function withMasks(text: string, kind: Parameters<typeof secretParts>[1]): string {
  return applyEdits(
    text,
    secretParts(text, kind).map((part) => ({ ...part, text: secretMask })),
  );
}

function mapped<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
  changeKey: (key: string) => string = maskedAddress,
): Readonly<Record<string, To>> {
  const result: Record<string, To> = Object.create(null);
  for (const [key, value] of Object.entries(map)) {
    const masked = changeKey(key);
    let name = masked;
    // Keys that differ in their secrets alone stay several.
    for (let number = 2; Object.hasOwn(result, name); number++) name = `${masked} (${number})`;
    result[name] = change(value);
  }
  return result;
}
