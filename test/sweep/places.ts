// Where people put secrets into a registries.yaml, on purpose and by a slip. Each place takes a secret as it is written
// there without quotes.
import { fakeKey } from "../core/fakeKey.ts";

export type Place = (secret: string) => string;

const host = "registry.example.com";

/** A whole file around the lines of an `auth`. */
function withAuth(...lines: readonly string[]): string {
  const body = lines.map((line) => `      ${line}`).join("\n");
  return `mirrors:\n  docker.io:\n    endpoint:\n      - https://${host}\nconfigs:\n  ${host}:\n    auth:\n${body}\n`;
}

function withEndpoint(endpoint: string): string {
  return `mirrors:\n  docker.io:\n    endpoint:\n      - ${endpoint}\nconfigs:\n  ${host}:\n    auth:\n      username: ci\n      password: other-one\n`;
}

function withKey(section: string, key: string): string {
  const below =
    section === "mirrors" ? "    endpoint:\n      - https://mirror.example.com" : "    auth: {username: ci}";
  return `${section}:\n  ${key}:\n${below}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const fields = [
  "password",
  "auth",
  "identity_token",
  "token",
  "pasword",
  "passwd",
  "registry_token",
  "secret",
] as const;

/** How a value of a secret's key is written. */
const values: Readonly<Record<string, (field: string, secret: string) => readonly string[]>> = {
  plain: (field, secret) => [`${field}: ${secret}`],
  "in single quotes": (field, secret) => [`${field}: ${quoted(secret)}`],
  "in double quotes": (field, secret) => [`${field}: ${JSON.stringify(secret)}`],
  "as a block": (field, secret) => [`${field}: |`, `  ${secret}`],
  "on the next line": (field, secret) => [`${field}:`, `  ${secret}`],
  twice: (field, secret) => [`${field}: ${quoted(secret)}`, `${field}: another`],
  "before a comment": (field, secret) => [`${field}: a #${secret}`],
  "in a remark": (field, secret) => [`${field}: a # ${secret}`],
  "as a comment": (field, secret) => [`${field}: #${secret}`],
  "as a tag": (field, secret) => [`${field}: !${secret.replace(/\W/g, "-")} a`],
  "as a tag alone": (field, secret) => [`${field}: !${secret.replace(/\W/g, "-")}`],
  "as an anchor": (field, secret) => [`${field}: &${secret.replace(/\W/g, "-")} a`],
  "as an alias": (field, secret) => [`${field}: *${secret.replace(/\W/g, "-")}`],
  "with an int's tag": (field, secret) => [`${field}: !!int ${secret}`],
  "in a list": (field, secret) => [`${field}: [${quoted(secret)}]`],
  "in a block list": (field, secret) => [`${field}:`, `  - ci`, `  - ${quoted(secret)}`],
  "in a map": (field, secret) => [`${field}:`, `  value: ${quoted(secret)}`],
  "as a key": (field, secret) => [`${field}:`, `  ${quoted(secret)}: a`],
};

const authPlaces: Readonly<Record<string, Place>> = Object.fromEntries([
  ...Object.entries(values).map(([name, lines]) => [
    `password ${name}`,
    (secret: string) => withAuth("username: ci", ...lines("password", secret)),
  ]),
  ...Object.entries(values)
    .filter(([name]) => name !== "as an anchor")
    .map(([name, lines]) => [`auth.auth ${name}`, (secret: string) => withAuth(...lines("auth", secret))]),
  ...Object.entries(values).map(([name, lines]) => [
    `identity_token ${name}`,
    (secret: string) => withAuth(...lines("identity_token", secret)),
  ]),
  ...fields
    .slice(3)
    .flatMap((field) =>
      (["plain", "in single quotes", "twice", "in a list", "before a comment"] as const).map((name) => [
        `${field} ${name}`,
        (secret: string) => withAuth("username: ci", ...(values[name]?.(field, secret) ?? [])),
      ]),
    ),
]);

const flowPlaces: Readonly<Record<string, Place>> = {
  "flow password": (secret) => `configs:\n  ${host}: {auth: {username: ci, password: ${secret}}}\n`,
  "flow password first": (secret) => `configs:\n  ${host}: {auth: {password: ${secret}, username: ci}}\n`,
  "flow password in quotes": (secret) => `configs: {${host}: {auth: {username: ci, password: ${quoted(secret)}}}}\n`,
  "flow password twice": (secret) =>
    `configs:\n  ${host}: {auth: {username: ci, password: ${quoted(secret)}, password: b}}\n`,
  "flow auth": (secret) => `configs:\n  ${host}: {auth: {auth: ${quoted(base64(`ci:${secret}`))}}}\n`,
  "flow identity_token": (secret) => `configs:\n  ${host}: {auth: {identity_token: ${secret}}}\n`,
};

const slips: Readonly<Record<string, Place>> = {
  "auth in base64": (secret) => withAuth(`auth: ${base64(`ci:${secret}`)}`),
  "auth in base64 without a user": (secret) => withAuth(`auth: ${base64(secret)}`),
  "auth as user:password": (secret) => withAuth(`auth: ci:${secret}`),
  "auth of a host as text": (secret) => `configs:\n  ${host}:\n    auth: ${quoted(secret)}\n`,
  "auth of a host as user:password": (secret) => `configs:\n  ${host}:\n    auth: ${quoted(`ci:${secret}`)}\n`,
  "auth of a host as list": (secret) => `configs:\n  ${host}:\n    auth: [ci, ${quoted(secret)}]\n`,
  "auth of a host as list of maps": (secret) =>
    `configs:\n  ${host}:\n    auth:\n      - username: ci\n      - password: ${quoted(secret)}\n`,
  "auth of a host as a map of a user": (secret) => `configs:\n  ${host}:\n    auth:\n      ci: ${quoted(secret)}\n`,
  "auths of a host": (secret) =>
    `configs:\n  ${host}:\n    auths:\n      username: ci\n      password: ${quoted(secret)}\n`,
  "auth twice": (secret) =>
    `configs:\n  ${host}:\n    auth: {username: ci, password: ${quoted(secret)}}\n    auth: {username: ci, password: b}\n`,
  "host twice": (secret) =>
    `configs:\n  ${host}: {auth: {username: ci, password: ${quoted(secret)}}}\n  ${host}: {auth: {username: ci, password: b}}\n`,
  "a host's value": (secret) => `configs:\n  ${host}: ${quoted(secret)}\n`,
  "password below the host": (secret) => `configs:\n  ${host}:\n    username: ci\n    password: ${quoted(secret)}\n`,
  "password at the root": (secret) =>
    `configs:\n  ${host}:\n    auth:\n      username: ci\npassword: ${quoted(secret)}\n`,
  "password in mirrors": (secret) =>
    `mirrors:\n  ${host}:\n    endpoint: ["https://${host}"]\n    auth:\n      username: ci\n      password: ${quoted(secret)}\n`,
  "config without s": (secret) =>
    `config:\n  ${host}:\n    auth:\n      username: ci\n      password: ${quoted(secret)}\n`,
  "a wrapper": (secret) =>
    `registries:\n  configs:\n    ${host}:\n      auth:\n        username: ci\n        password: ${quoted(secret)}\n`,
  "host at the root": (secret) => `${host}:\n  auth:\n    username: ci\n    password: ${quoted(secret)}\n`,
  "configs as a list": (secret) =>
    `configs:\n  - ${host}:\n      auth:\n        username: ci\n        password: ${quoted(secret)}\n`,
  "through an anchor": (secret) => `x: &p ${quoted(secret)}\n${withAuth("username: ci", "password: *p")}`,
  "through a merge": (secret) => `x: &c\n  username: ci\n  password: ${quoted(secret)}\n${withAuth("<<: *c")}`,
  "an anchor in use": (secret) =>
    `configs:\n  a.io: {auth: &a {username: ci, password: ${quoted(secret)}}}\n  b.io: {auth: *a}\n`,
  "auths section": (secret) => `auths:\n  ${host}:\n    username: ci\n    password: ${quoted(secret)}\n`,
  "username and password swapped": (secret) => withAuth(`username: ${quoted(`${secret} x`)}`, "password: _json_key"),
  "a commented password": (secret) =>
    withAuth("username: ci", "# password: old", `#password: ${secret}`, "password: b"),
  "a commented endpoint": (secret) => withEndpoint(`https://${host}\n      # - https://ci:${secret}@${host}`),
  "a second document": (secret) => `${withAuth("username: ci", "password: b")}---\npassword: ${quoted(secret)}\n`,
  "a broken line after it": (secret) => `${withAuth("username: ci", `password: ${quoted(secret)}`)}  broken\n`,
  "a broken line before it": (secret) => `mirrors: [\n${withAuth("username: ci", `password: ${quoted(secret)}`)}`,
  "a tab before it": (secret) => withAuth("username: ci", `\tpassword: ${quoted(secret)}`),
  "a quote never closed": (secret) => withAuth("username: ci", `password: '${secret}`),
  "a query in a replacement": (secret) =>
    `mirrors:\n  docker.io:\n    endpoint: ["https://${host}"]\n    rewrite:\n      "(.*)": "${host}?sig=${secret}"\n`,
  "a query in ca_file": (secret) =>
    `configs:\n  ${host}:\n    tls:\n      ca_file: "https://${host}/ca.pem?x=y&password=${secret}"\n`,
  "a query at the root": (secret) => `"https://${host}/v2?access_key=${secret}":\n  auth: {username: ci}\n`,
  "an equals sign for the colon": (secret) => withAuth("username: ci", `password=${secret}`),
  "an equals sign between blanks": (secret) => withAuth("username: ci", `password = ${secret}`),
  "no colon": (secret) => withAuth("username: ci", `password ${secret}`),
  "a wide colon": (secret) => withAuth("username: ci", `password\uff1a${secret}`),
  "a block that is not indented": (secret) => `${withAuth("username: ci", "password: >-")}${secret}\n`,
  "a value that is not indented": (secret) => `${withAuth("username: ci", "password:")}${secret}\n`,
  "a reserved start": (secret) => withAuth("username: ci", `password: @${secret}`),
  "a percent start": (secret) => withAuth("username: ci", `password: %${secret}: a`),
  "a colon inside": (secret) => withAuth("username: ci", `password: a: ${secret}`),
  "a template beside it": (secret) => withAuth("username: {{ user }}", `password: ${quoted(secret)}`),
  "password as a bool": (secret) => `configs:\n  ${host}:\n    tls:\n      insecure_skip_verify: ${quoted(secret)}\n`,
};

const addresses: Readonly<Record<string, (secret: string) => string>> = {
  "https://": (secret) => `https://ci:${secret}@${host}`,
  "http:// with a port": (secret) => `http://ci:${secret}@${host}:5000/v2`,
  "no scheme": (secret) => `ci:${secret}@${host}`,
  "no scheme and a path": (secret) => `ci:${secret}@${host}/v2/team`,
  "one slash": (secret) => `https:/ci:${secret}@${host}`,
  "no colon": (secret) => `https//ci:${secret}@${host}`,
  "three slashes": (secret) => `https:///ci:${secret}@${host}`,
  "two @": (secret) => `https://ci:a@${secret}@${host}`,
  "a slash in the password": (secret) => `https://ci:a/${secret}@${host}`,
  "a user alone": (secret) => `https://${secret}@${host}`,
  "user as password": (secret) => `https://${secret}:x-oauth-basic@${host}`,
  "?token=": (secret) => `https://${host}?token=${secret}`,
  "?token= without scheme": (secret) => `${host}/v2?token=${secret}`,
  "a fragment": (secret) => `https://${host}/v2#${secret}`,
  "userinfo escaped": (secret) => `https://ci:${encodeURIComponent(secret)}@${host}`,
  "a blank before": (secret) => ` https://ci:${secret}@${host}`,
  "upper case": (secret) => `HTTPS://ci:${secret}@${host}`,
  "a bad port": (secret) => `https://ci:${secret}@${host}:port`,
  "a bad escape": (secret) => `https://ci:${secret}%zz@${host}`,
  "twice the scheme": (secret) => `https://https://ci:${secret}@${host}`,
  "two in one": (secret) => `https://a.example.com,https://ci:${secret}@${host}`,
};

const addressPlaces: Readonly<Record<string, Place>> = Object.fromEntries([
  ...Object.entries(addresses).map(([name, address]) => [
    `endpoint with ${name}`,
    (secret: string) => withEndpoint(JSON.stringify(address(secret))),
  ]),
  ...Object.entries(addresses).map(([name, address]) => [
    `endpoint beside itself with ${name}`,
    (secret: string) => withEndpoint(`${JSON.stringify(address(secret))}\n      - ${JSON.stringify(address(secret))}`),
  ]),
  ...(["mirrors", "configs"] as const).flatMap((section) =>
    Object.entries(addresses)
      .filter(([name]) => /https:|no scheme|slash|\?|two @|alone|upper/.test(name))
      .map(([name, address]) => [
        `key of ${section} with ${name}`,
        (secret: string) => withKey(section, JSON.stringify(address(secret))),
      ]),
  ),
  ["endpoint as text", (secret: string) => `mirrors:\n  docker.io:\n    endpoint: "ci:${secret}@${host}"\n`],
  [
    "endpoint as map",
    (secret: string) => `mirrors:\n  docker.io:\n    endpoint: {url: "https://ci:${secret}@${host}"}\n`,
  ],
  ["a registry's value", (secret: string) => `mirrors:\n  docker.io: "https://ci:${secret}@${host}"\n`],
  ["endpoints", (secret: string) => `mirrors:\n  docker.io:\n    endpoints:\n      - "https://ci:${secret}@${host}"\n`],
  [
    "rewrite replacement",
    (secret: string) =>
      `mirrors:\n  docker.io:\n    endpoint: ["https://${host}"]\n    rewrite:\n      "(.*)": "https://ci:${secret}@${host}/$1"\n`,
  ],
]);

/** Whole keys, in which the secret is the private part. */
function key(secret: string): string {
  return JSON.stringify(fakeKey({ private_key: pem(secret) }));
}

function pem(secret: string): string {
  return `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
}

const keyPlaces: Readonly<Record<string, Place>> = {
  "key JSON as password": (secret) => withAuth("username: _json_key", `password: ${quoted(key(secret))}`),
  "key JSON not quoted": (secret) => withAuth("username: _json_key", `password: ${key(secret)}`),
  "key JSON over lines": (secret) =>
    withAuth(
      "username: _json_key",
      `password: ${JSON.stringify(JSON.parse(key(secret)), null, 2).replaceAll("\n", "\n        ")}`,
    ),
  "key JSON in base64": (secret) => withAuth("username: _json_key_base64", `password: ${base64(key(secret))}`),
  "key JSON as username": (secret) => withAuth(`username: ${quoted(key(secret))}`, "password: _json_key"),
  "key JSON in a host's place": (secret) => `configs:\n  ${quoted(key(secret))}:\n    auth: {username: _json_key}\n`,
  "key JSON as a flow map in a host's place": (secret) =>
    `configs:\n  ${key(secret)}:\n    auth: {username: _json_key}\n`,
  "key JSON as a host's value": (secret) => `configs:\n  gcr.io: ${key(secret)}\n`,
  "key JSON in a mirror's place": (secret) => `mirrors:\n  ${quoted(key(secret))}:\n    endpoint: ["https://gcr.io"]\n`,
  "key JSON as an endpoint": (secret) => `mirrors:\n  gcr.io:\n    endpoint:\n      - ${quoted(key(secret))}\n`,
  "key JSON in auth.auth": (secret) => withAuth(`auth: ${base64(`_json_key:${key(secret)}`)}`),
  "PEM in key_file": (secret) => `configs:\n  ${host}:\n    tls:\n      key_file: ${JSON.stringify(pem(secret))}\n`,
  "PEM in key_file as a block": (secret) =>
    `configs:\n  ${host}:\n    tls:\n      key_file: |\n        ${pem(secret).trim().replaceAll("\n", "\n        ")}\n`,
  "base64 PEM in key_file": (secret) => `configs:\n  ${host}:\n    tls:\n      key_file: ${base64(pem(secret))}\n`,
  "base64 PEM in cert_file": (secret) =>
    `configs:\n  ${host}:\n    tls:\n      cert_file: ${base64(pem(secret))}\n      key_file: /k.pem\n`,
  "base64 PEM in ca_file": (secret) => `configs:\n  ${host}:\n    tls:\n      ca_file: ${base64(pem(secret))}\n`,
};

/** Places of any secret. */
export const places: Readonly<Record<string, Place>> = {
  ...authPlaces,
  ...flowPlaces,
  ...slips,
  ...addressPlaces,
  ...keyPlaces,
};

/** Places in which only a token can be told from what belongs there. */
export const tokenPlaces: Readonly<Record<string, Place>> = {
  "a token as username": (secret) => withAuth(`username: ${secret}`, "password: x"),
  "a token as mirror": (secret) => withKey("mirrors", secret),
  "a token as host": (secret) => withKey("configs", secret),
  "a token as endpoint": (secret) => withEndpoint(secret),
  "a token as path": (secret) => withEndpoint(`https://${host}/${secret}`),
  "a token as subdomain": (secret) => withEndpoint(`https://${secret}.example.com`),
  "a token as key": (secret) => withAuth("username: ci", `${secret}: x`),
  "a token at the root": (secret) => `${withAuth("username: ci", "password: b")}${secret}: x\n`,
  "a token in ca_file": (secret) => `configs:\n  ${host}:\n    tls:\n      ca_file: ${secret}\n`,
  "a token as rewrite": (secret) =>
    `mirrors:\n  docker.io:\n    endpoint: ["https://${host}"]\n    rewrite:\n      "(.*)": "${secret}/$1"\n`,
};
