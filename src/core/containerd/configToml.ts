import type { AuthReading, Registry } from "../file/goDecode.ts";
import { goQuote } from "./goQuote.ts";

/** The version of containerd's config.toml: 3 for containerd 2 (k3s v1.31.6 and v1.32.2 on), 2 for containerd 1.7. */
export type ConfigVersion = 2 | 3;

/**
 * The credentials in containerd's config.toml as k3s writes them: a table for each entry of `configs` that has `auth`.
 * The rest of that file does not depend on registries.yaml. Source:
 * docs/how-k3s-reads-it/generated-files.md#config-toml.
 *
 * @param registry what k3s reads; `maskedRegistry` of it where secrets are not to be seen
 */
export function credentialsToml({ configs }: Registry, version: ConfigVersion): string {
  return Object.keys(configs)
    .sort()
    .flatMap((host) => {
      const auth = configs[host]?.auth;
      return auth ? [`${table(host, version)}\n${fieldLines(auth)}`] : [];
    })
    .join("\n");
}

/**
 * The key is not escaped, so a quote in it breaks the table. Source: docs/how-k3s-reads-it/generated-files.md#quoting.
 */
function table(host: string, version: ConfigVersion): string {
  return version === 3
    ? `[plugins.'io.containerd.cri.v1.images'.registry.configs.'${host}'.auth]`
    : `[plugins."io.containerd.grpc.v1.cri".registry.configs."${host}".auth]`;
}

function fieldLines({ username, password, auth, identity_token: identitytoken }: AuthReading): string {
  return Object.entries({ username, password, auth, identitytoken })
    .flatMap(([name, value]) => (value === "" ? [] : [`  ${name} = ${goQuote(value)}\n`]))
    .join("");
}
