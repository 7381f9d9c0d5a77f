import { refuse } from "../text/result.ts";
import type { Credential, CredentialKind, CredentialReading } from "./credential.ts";

/**
 * Returns the reading of a file with several entries.
 *
 * @param left why entries of it are not among the credentials
 * @param none what to say when it has no entries at all
 */
export function readingOfEntries(
  kind: CredentialKind,
  credentials: readonly Credential[],
  left: readonly string[],
  none: string,
): CredentialReading {
  if (credentials.length > 0) return { ok: true, kind, credentials, left };
  const [first, ...others] = left;
  if (first === undefined) return { ...refuse(none), kind };
  const problem = others.length === 0 ? first : `None of ${left.length} entries can be used. The first: ${first}`;
  return { ...refuse(problem), kind };
}
