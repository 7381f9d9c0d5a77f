import { hasCredential, type RegistriesFile } from "../file/file.ts";
import type { Span } from "../text/span.ts";

/** A registry that has a credential in a registries.yaml. */
export interface CredentialEntry {
  /** The key of `configs`. */
  readonly host: string;
  /** Where the key is. */
  readonly key: Span;
  /** From the key to the end of what stands under it. */
  readonly entry: Span;
}

/** The entries of `configs` with a credential, in the order of the file. What can't be read has none. */
export function credentialEntries({ doc, configs }: RegistriesFile): readonly CredentialEntry[] {
  return configs
    .filter((config) => !config.templated && hasCredential(config))
    .map(({ host, path }) => {
      const key = doc.span(path, "key");
      return { host, key, entry: { start: key.start, end: Math.max(key.end, doc.span(path, "value").end) } };
    });
}
