import { createHash } from "node:crypto";
import type { ShownFile } from "./format.ts";

/**
 * Names findings so that they keep their names when lines are added or moved: by rule, line and number among equal ones.
 * Of the line only what is shown counts, since a secret could be guessed from its hash.
 *
 * @param scope what else has to be the same, such as the path
 * @returns 32 hexadecimal digits for each finding
 */
export function fingerprintsOf({ findings, lineAt }: ShownFile, scope = ""): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ id, span }) => {
    const line = lineAt(span.start).map(({ text }) => text);
    const name = `${scope}\n${id}\n${line.join("").trim()}`;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return createHash("sha256").update(`${name}\n${number}`).digest("hex").slice(0, 32);
  });
}
