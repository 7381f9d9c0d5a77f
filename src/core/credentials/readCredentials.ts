import type { CredentialFormat, CredentialKind, CredentialReading, CredentialSource } from "./credential.ts";
import { dockerConfigFormat } from "./dockerConfig.ts";
import { dockercfgFormat } from "./dockercfg.ts";
import { dockerHelperAnswerFormat } from "./dockerHelperAnswer.ts";
import { googleKeyFormat } from "./googleServiceAccountKey.ts";
import { kubernetesSecretFormat } from "./kubernetesSecret.ts";

/** In the order in which they are asked; the last one takes what none of the others knows. */
const formats: readonly CredentialFormat[] = [
  dockerConfigFormat,
  dockercfgFormat,
  dockerHelperAnswerFormat,
  kubernetesSecretFormat,
  googleKeyFormat,
];

/**
 * Reads the credentials in a file or a pasted text, whatever kind it is (credentials §11).
 *
 * @param text the whole text; a byte-order mark, CRLF and blanks around it are fine
 */
export function readCredentials(text: string): CredentialReading {
  const source = sourceOf(text);
  const format = formats.find((one) => one.recognises(source)) ?? googleKeyFormat;
  return format.read(source);
}

/** What kind of credential file a text is, usable or not; `undefined` when it is none. Cheap. */
export function credentialKind(text: string): CredentialKind | undefined {
  const source = sourceOf(text);
  return formats.find((one) => one.recognises(source))?.kind;
}

function sourceOf(text: string): CredentialSource {
  const plain = text.replace(/^\ufeff/, "");
  return { text: plain, json: jsonObject(plain) };
}

function jsonObject(text: string): CredentialSource["json"] {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as CredentialSource["json"];
  } catch {
    return undefined;
  }
}
