/**
 * The name `k3s` where a sentence says what reads the file: not in a path, an id, a command, a version or quotes, and not
 * beside RKE2, where both are meant.
 */
const subject =
  /(?<![\w/.@#+"`'-]|RKE2 (?:and|or) |systemctl restart )k3s(?![\w/@#+"`-]|[.:]\S| v\d| (?:and|or) RKE2)('s?)?/g;

/**
 * Returns a sentence about what k3s does, for another product that shares its code.
 *
 * @param reader the name of that product
 */
export function withReader(sentence: string, reader: string): string {
  return sentence.replace(subject, (_, possessive) => (possessive ? `${reader}'s` : reader));
}
