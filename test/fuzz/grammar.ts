// registries.yaml files by their grammar: mostly right, with each fault that people make here and there.
import type fc from "fast-check";
import { knownKeys, type Level } from "../../src/core/file/format.ts";
import { intendedKey } from "../../src/core/file/keyNames.ts";
import { fakeKey } from "../core/fakeKey.ts";
import { canary } from "../sweep/secrets.ts";
import { type Choices, choices } from "./choices.ts";
import { type Printed, printed } from "./printed.ts";

/** A Google key whose private part is a canary. */
export function canaryKey(keyId = "0123456789abcdef"): string {
  const pem = `-----BEGIN PRIVATE KEY-----\n${canary.repeat(8)}\n-----END PRIVATE KEY-----\n`;
  return JSON.stringify(fakeKey({ private_key: pem, private_key_id: keyId }));
}

const hosts = [
  "registry.example.com",
  "docker.io",
  "registry.example.com:5000",
  '"*"',
  "quay.io",
  "gcr.io",
  "europe-west3-docker.pkg.dev",
  "registry-1.docker.io",
  "ghcr.io",
  "10.0.0.1:5000",
  '"[::1]:5000"',
  "https://registry.example.com",
  "REGISTRY.example.com",
  '"*.example.com"',
  "127.0.0.1:6443",
  "registry.example.com/",
  "_default",
  `puller:${canary}@registry.example.com`,
  "{{ registry }}",
];

const urls = [
  "https://mirror.example.com",
  "http://10.0.0.1:5000",
  "https://registry.example.com:5000",
  "https://mirror.example.com/v2/proxy",
  "mirror.example.com",
  "https://registry-1.docker.io",
  "https:/mirror.example.com",
  "htps://mirror.example.com",
  "https://mirror.example.com ",
  '"https://mirror.example.com"',
  "'http://localhost:5000/'",
  "https://europe-west3-docker.pkg.dev/project/repo",
  `https://puller:${canary}@mirror.example.com`,
  "https://mirror.example.com:",
  "{{ mirror }}",
  "",
];

const usernames = [
  "puller",
  "_json_key",
  '"robot$puller"',
  "_json_key_base64",
  "oauth2accesstoken",
  "_jsonkey",
  "0123",
];

const passwords = [
  canary,
  `'${canary}'`,
  `"${canary}\\n"`,
  `${canary}#${canary}`,
  `'${canaryKey()}'`,
  canaryKey(),
  `|\n${canary}`,
  `>-\n${canary}`,
  `!secret ${canary}`,
  Buffer.from(canaryKey()).toString("base64"),
  `"${canary}`,
  `'${canary}''`,
  `{{ ${canary} }}`,
];

const auths = [
  Buffer.from(`puller:${canary}`).toString("base64"),
  Buffer.from(`_json_key:${canaryKey()}`).toString("base64"),
  Buffer.from(`:${canary}`).toString("base64"),
  `puller:${canary}`,
  Buffer.from(canary).toString("base64"),
];

const paths = ["/etc/ssl/ca.crt", "ca.crt", "~/ca.crt", '"/etc/ssl/my:ca.crt"', "C:\\ca.crt", "", "null"];
const booleans = ["true", "false", '"true"', "yes", "on", "1", "maybe"];
const patterns = ['"^library/(.*)"', '"(.*)"', "^team/(.+)$", '"^(?P<name>.*)$"', '"("', '"^docker.io/(.*)"', "app"];
const replacements = ["mirror/$1", '"proxy/$2"', "$" + "{name}/x", "team", '"a\\\\b"', ""];
const words = ["TODO", "null", "~", "12", "true", "text", "[]", "{}", '""', "2024-01-01", "!!binary aGk=", "- x"];

const slips: readonly ((key: string) => string)[] = [
  (key) => `${key}s`,
  (key) => key.slice(0, -1),
  (key) => key.replace("_", ""),
  (key) => key.toUpperCase(),
  (key) => key.replace(/(.)(.)$/, "$2$1"),
  (key) => `${key[0]}${key}`,
  (key) => `"${key}"`,
  (key) => `${key} `,
  (key) => key.replace("_", "-"),
];

const allKeys = Object.values(knownKeys).flat();
const others = [
  "registries",
  "user",
  "pass",
  "ca",
  "insecure",
  "x-note",
  "authConfigSecretName",
  "endpoints",
  "server",
  "url",
];

/** Makes one file from choices: the first of each is the plainest. */
function file({ pick, oneIn, below }: Choices): string {
  const anchors: string[] = [];

  function key(right: string): string {
    if (!oneIn(10)) return right;
    return pick(...slips.map((slip) => slip(right)), ...allKeys, ...others);
  }

  /** What no level of the format expects at this place, or what it does. */
  function value(depth: number, right: () => Printed): Printed {
    if (anchors.length > 0 && oneIn(40)) return { source: `*${pick(...anchors)}` };
    if (!oneIn(25)) return right();
    const inner = (): Printed => (depth > 2 ? { source: pick(...words) } : value(depth + 1, right));
    return pick<() => Printed>(
      () => ({ source: pick(...words) }),
      () => ({ items: [inner()], flow: oneIn(2) }),
      () => ({ entries: [[key(pick(...allKeys)), inner()]], flow: oneIn(2) }),
      () => ({ entries: [[pick(...hosts), inner()]], flow: false }),
      () => ({ source: "" }),
      () => ({ source: pick(...urls) }),
    )();
  }

  /** A map whose keys are of a level, or names with one value each. */
  function map(depth: number, entries: readonly (readonly [string, () => Printed])[]): Printed {
    const written = entries.map(([name, right]) => [name, value(depth, right)] as [string, Printed]);
    const last = written.at(-1);
    if (last && oneIn(25)) written.push([last[0], value(depth, entries.at(-1)?.[1] ?? (() => ({ source: "" })))]);
    if (anchors.length > 0 && oneIn(12))
      written.splice(below(written.length + 1), 0, [
        "<<",
        { source: oneIn(3) ? `[*${pick(...anchors)}, *${pick(...anchors)}]` : `*${pick(...anchors)}` },
      ]);
    const anchor = oneIn(9) ? `a${anchors.length}` : undefined;
    if (anchor) anchors.push(anchor);
    return { entries: written, flow: oneIn(9), ...(anchor ? { anchor } : {}) };
  }

  const from = (texts: readonly string[]) => (): Printed => ({ source: pick(...texts) });

  function level(depth: number, name: Level, values: Readonly<Record<string, () => Printed>>): Printed {
    const keys = knownKeys[name].filter((_, index) => (index < 2 ? !oneIn(6) : oneIn(4)));
    return map(
      depth,
      keys.map((right) => {
        const written = key(right);
        const meant = intendedKey(name, written) ?? written.trim().replaceAll('"', "");
        return [written, values[meant] ?? (meant === "password" ? from(passwords) : from(words))];
      }),
    );
  }

  const named = (depth: number, one: () => Printed): Printed =>
    map(
      depth,
      Array.from({ length: 1 + below(3) }, () => [pick(...hosts), one] as const),
    );
  const endpoint = (): Printed => ({
    items: Array.from({ length: 1 + below(3) }, () => ({ source: pick(...urls) })),
    flow: oneIn(4),
    ...(oneIn(6) ? { deep: true } : {}),
  });
  const rewrite = (): Printed =>
    map(
      3,
      Array.from({ length: 1 + below(2) }, () => [pick(...patterns), from(replacements)]),
    );
  const auth = (): Printed =>
    level(3, "auth", {
      username: from(usernames),
      password: from(passwords),
      auth: from(auths),
      identity_token: from([canary]),
    });
  const tls = (): Printed =>
    level(3, "tls", {
      ca_file: from(paths),
      cert_file: from(paths),
      key_file: from(paths),
      insecure_skip_verify: from(booleans),
    });
  const mirror = (): Printed => level(2, "mirror", { endpoint, rewrite });
  const config = (): Printed => level(2, "config", { auth, tls });
  const sections = level(0, "root", {
    mirrors: () => named(1, mirror),
    configs: () => named(1, config),
    auths: () => named(1, auth),
  });
  const root: Printed = oneIn(20)
    ? { entries: [[pick("registries", "k3s", ...hosts), sections]], flow: false }
    : sections;
  const text = printed(root, {
    step: pick(2, 2, 2, 4, 1),
    comment: () => (oneIn(15) ? pick(" # note", ` # password: ${canary}`, " #") : ""),
  });
  const several = oneIn(25)
    ? pick(`---\n${text}`, `${text}---\n${text}`, `${text}...\n`, `%YAML 1.1\n---\n${text}`)
    : text;
  const tabbed = oneIn(30) ? several.replace(/^ {2}/gm, "\t") : several;
  const ended = oneIn(12) ? tabbed.replaceAll("\n", pick("\r\n", "\r\n", "\r")) : tabbed;
  return (oneIn(25) ? "\ufeff" : "") + (oneIn(15) ? ended.replace(/[\r\n]+$/, "") : ended);
}

/** Generated files: what is secret in them contains the canary, and nothing else does. */
export function grammarTexts(): fc.Arbitrary<string> {
  return choices(400).map((make) => file(make()));
}
