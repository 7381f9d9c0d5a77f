import { registryMeaning } from "./registryMeaning.ts";
import type { VerifyTarget } from "./target.ts";

/**
 * What will be sent where, before the first request: a line for the registry and one for its token server. Another
 * token server than these is asked for once it is known.
 */
export function planLines(target: VerifyTarget): readonly string[] {
  const { host, ping, isPlain, mayBePlain, image, secret, credential } = target;
  const { tokenHost } = registryMeaning(host, "");
  const plain = isPlain ? ", by plain http" : mayBePlain ? ", by plain http if it speaks no TLS" : "";
  return [
    `${ping}${image ? ` and ${image.url}` : ""}: ${secret ? credential : "no credential"}${plain}`,
    ...(secret === undefined
      ? []
      : [`its token server: the same credential, if it is ${tokenHost ?? `at ${host} too`}`]),
  ];
}
