import { formatPlace } from "../file/format.ts";
import type { Path } from "../yaml/document.ts";

const effect = "k3s can't read the file and hangs at startup";

/**
 * Returns what a value of the wrong type does, for the end of a sentence. k3s ignores a value under a misspelt key: it
 * hangs only after the key is corrected. Source: docs/how-k3s-reads-it/keys.md#unknown-keys.
 */
export function wrongTypeEffect(path: Path): string {
  return formatPlace(path) ? effect : `once the key is right, ${effect}`;
}
