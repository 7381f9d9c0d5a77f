import { decodeBase64 } from "../text/base64.ts";
import { lossyUtf8 } from "../yaml/source.ts";

/** Whether a text is a docker `config.json`, or the base64 of one as a Kubernetes Secret holds it (reference §8). */
export function holdsDockerConfig(text: string): boolean {
  return dockerConfigJson(text) !== undefined;
}

/** The JSON of a docker `config.json` that is there as it is or in base64. */
export function dockerConfigJson(text: string): string | undefined {
  const bare = text.trim();
  if (isJson(bare)) return bare;
  if (!/^e[w3]/.test(bare)) return undefined;
  const reading = decodeBase64(bare.replace(/\s+/g, ""));
  const decoded = reading.ok ? lossyUtf8(reading.bytes) : "";
  return isJson(decoded.trim()) ? decoded : undefined;
}

function isJson(text: string): boolean {
  return (
    /^\{\s*"(?:auths|credHelpers|credsStore|HttpHeaders)"\s*:/.test(text) ||
    (text.startsWith("{") && /"auths"\s*:\s*\{/.test(text))
  );
}
