/** What a host's cryptography says of a private key in PEM. */
export interface PrivateKeyFacts {
  /** The kind of key, as `rsa` or `ec`. */
  readonly type: string;
  /** The length of an RSA key's modulus. */
  readonly bits: number | undefined;
}

/**
 * Reads a private key in PEM with real cryptography.
 *
 * @returns `undefined` when it is no PKCS#8 private key; its text never goes anywhere else
 */
export type PrivateKeyCheck = (pem: string) => PrivateKeyFacts | undefined;
