import { since } from "./release.ts";
import type { Level } from "./schema.ts";

/** What there is to tell of a key that k3s reads. */
export interface KeyDocumentation {
  /** What it does, in one or two sentences. */
  readonly text: string;
  /** The first release in which it works, when it does not in all. */
  readonly since?: string;
  /** What holds when it is left out. */
  readonly defaultValue?: string;
}

/**
 * Source: docs/how-k3s-reads-it/keys.md, docs/how-k3s-reads-it/releases.md, docs/how-k3s-reads-it/hosts.md,
 * docs/how-k3s-reads-it/tls.md#files, docs/how-k3s-reads-it/credentials.md#precedence.
 */
const documentation: Readonly<Record<Level, Readonly<Record<string, KeyDocumentation>>>> = {
  root: {
    mirrors: {
      text: 'By registry, where its images are pulled from. A key is the registry as image names begin with it, or "*" for those without an entry of their own.',
      defaultValue: "each registry is asked under its own name",
    },
    configs: {
      text: "By host, how it is contacted: credentials and TLS. A key is the host and port of the endpoint, exactly as it is contacted.",
      defaultValue: "no credential, and certificates are checked",
    },
    auths: {
      text: "Credentials by host, in a form of the past: k3s reads them, but never uses them. Use configs.",
    },
  },
  mirror: {
    endpoint: {
      text: "URLs to pull from, tried in order. The registry itself is tried last, unless the default endpoint is disabled.",
      defaultValue: "only the registry itself",
    },
    rewrite: {
      text: "Changes to the repository's name on the way to the endpoints: regular expressions and what takes the place of their match. Host and tag are not part of the name, and the default endpoint gets the name unchanged.",
      since: since("rewrite"),
      defaultValue: "names stay as they are",
    },
  },
  config: {
    auth: {
      text: "The credential for this host. containerd compares host and port letter by letter, and takes no wildcard.",
      defaultValue: "images are pulled without a credential",
    },
    tls: {
      text: "How the certificate of this host is checked, and the node's own certificate for it.",
      defaultValue: "the certificate is checked",
    },
  },
  auth: {
    username: {
      text: "The user. When it is set, auth and identity_token are ignored. For a Google service-account key it is _json_key.",
    },
    password: {
      text: "The password, token or key. Without a username it is not used.",
    },
    auth: {
      text: "User and password with a colon between them, together in base64. It is used when neither username nor identity_token is set.",
    },
    identity_token: {
      text: "An OAuth refresh token, which is used when no username is set.",
      since: since("identity_token"),
    },
  },
  tls: {
    ca_file: {
      text: "The absolute path, on the node, of the certificate authority that signed the registry's certificate.",
    },
    cert_file: {
      text: "The absolute path, on the node, of the certificate that the node shows the registry. It needs key_file as well.",
      defaultValue: "no client certificate",
    },
    key_file: {
      text: "The absolute path, on the node, of the private key of cert_file.",
      defaultValue: "no client certificate",
    },
    insecure_skip_verify: {
      text: "Whether the registry's certificate goes unchecked: with true, anyone on the way can pose as it.",
      since: since("insecure_skip_verify"),
      defaultValue: "false",
    },
  },
};

/**
 * What a key does.
 *
 * @returns `undefined` for a key that k3s does not read at that level
 */
export function keyDocumentation(level: Level, key: string): KeyDocumentation | undefined {
  const ofLevel = documentation[level];
  return Object.hasOwn(ofLevel, key) ? ofLevel[key] : undefined;
}

/**
 * All that there is to tell of a key, a sentence each.
 *
 * @returns none for a key that k3s does not read at that level
 */
export function keySentences(level: Level, key: string): readonly string[] {
  const found = keyDocumentation(level, key);
  if (!found) return [];
  const { text, since, defaultValue } = found;
  return [
    text,
    ...(since === undefined ? [] : [`It works since ${since}.`]),
    ...(defaultValue === undefined ? [] : [`When it is left out: ${defaultValue}.`]),
  ];
}
