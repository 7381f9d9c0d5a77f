import { isJsonObject, jsonValue } from "../json/object.ts";
import type { Success } from "../text/result.ts";
import { acrCredentialFormat } from "./acrCredential.ts";
import { bareTokenFormat } from "./bareToken.ts";
import { controlCharacterProblem } from "./controlCharacter.ts";
import type { CredentialFormat, CredentialKind, CredentialReading, CredentialSource } from "./credential.ts";
import { dockerConfigFormat } from "./dockerConfig.ts";
import { dockercfgFormat } from "./dockercfg.ts";
import { dockerHelperAnswerFormat } from "./dockerHelperAnswer.ts";
import { ecrTokenFormat } from "./ecrToken.ts";
import { gitlabDeployTokenFormat } from "./gitlabDeployToken.ts";
import { googleKeyFormat } from "./googleServiceAccountKey.ts";
import { harborRobotFormat } from "./harborRobot.ts";
import { kubernetesSecretFormat } from "./kubernetesSecret.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/** In the order in which they are asked; the last one takes what none of the others knows. */
export const credentialFormats: readonly CredentialFormat[] = [
  dockerConfigFormat,
  dockercfgFormat,
  dockerHelperAnswerFormat,
  kubernetesSecretFormat,
  ecrTokenFormat,
  acrCredentialFormat,
  harborRobotFormat,
  gitlabDeployTokenFormat,
  bareTokenFormat,
  googleKeyFormat,
];

/**
 * Reads the credentials in a file or a pasted text, whatever kind it is.
 *
 * @param text the whole text; a byte-order mark, CRLF and blanks around it are fine
 */
export function readCredentials(text: string): CredentialReading {
  const source = credentialSource(text);
  const format = credentialFormats.find((one) => one.recognises(source)) ?? googleKeyFormat;
  const reading = format.read(source);
  return reading.ok ? withoutControlCharacters(reading) : reading;
}

function withoutControlCharacters(reading: Success<CredentialReading>): CredentialReading {
  const faults = reading.credentials.map(({ auth }) => controlCharacterProblem(auth));
  const left = faults.flatMap((fault) => (fault ? [fault] : []));
  const [first] = left;
  if (first === undefined) return reading;
  const usable = reading.credentials.filter((_, at) => faults[at] === undefined);
  return readingOfEntries(reading.kind, usable, [...reading.left, ...left], first);
}

/** What kind of credential file a text is, usable or not; `undefined` when it is none. Cheap. */
export function credentialKind(text: string): CredentialKind | undefined {
  const source = credentialSource(text);
  return credentialFormats.find((one) => one.recognises(source))?.kind;
}

/** Prepares a text for the formats. */
export function credentialSource(text: string): CredentialSource {
  const plain = text.replace(/^\ufeff/, "");
  const value = /^\s*[{[]/.test(plain) ? jsonValue(plain) : undefined;
  if (Array.isArray(value)) return { text: plain, json: undefined, items: value.filter(isJsonObject) };
  return isJsonObject(value)
    ? { text: plain, json: value, items: [value] }
    : { text: plain, json: undefined, items: [] };
}
