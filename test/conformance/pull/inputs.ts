import { containerdFiles } from "../../../src/core/containerd/containerdFiles.ts";
import { readRegistry } from "../../../src/core/file/goDecode.ts";
import { parseTarget } from "../../../src/core/file/release.ts";
import { parseFirstDocument } from "../../../src/core/yaml/parser.ts";
import { sourceOf } from "../../../src/core/yaml/source.ts";

/** A registries.yaml and the images that are pulled by it. */
interface Pull {
  readonly name: string;
  readonly input: string;
  readonly images: readonly string[];
}

/** Releases with a containerd that the recorder has: 1.7.23 and 2.0.4. */
const releases = [
  { k3s: "v1.30.10", containerd: "1.7" },
  { k3s: "v1.32.4", containerd: "2.0" },
] as const;

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const quoted = JSON.stringify;

/** A mirror of Docker Hub with these endpoints, and settings of hosts. */
function hub(endpoints: readonly string[], configs: Readonly<Record<string, string>> = {}): string {
  return mirror("docker.io", endpoints, configs);
}

function mirror(key: string, endpoints: readonly string[], configs: Readonly<Record<string, string>> = {}): string {
  return `mirrors:\n  ${quoted(key)}:\n    endpoint: ${quoted(endpoints)}\n${settings(configs)}`;
}

function settings(configs: Readonly<Record<string, string>>): string {
  const entries = Object.entries(configs).map(([host, entry]) => `  ${quoted(host)}: ${entry}\n`);
  return entries.length === 0 ? "" : `configs:\n${entries.join("")}`;
}

const user = "{auth: {username: puller, password: fake-password}}";
const skip = "{tls: {insecure_skip_verify: true}}";
const ca = "{tls: {ca_file: /node/ca.pem}}";
const pair = "{tls: {cert_file: /node/cert.pem, key_file: /node/key.pem}}";

const endpoints: readonly string[] = [
  "https://mirror.example.com",
  "http://mirror.example.com",
  "mirror.example.com",
  "HTTPS://mirror.example.com",
  "https://Mirror.Example.com",
  "https://mirror.example.com/",
  "https://mirror.example.com//",
  "https://mirror.example.com/v2",
  "https://mirror.example.com/v2/",
  "https://mirror.example.com/v1",
  "https://mirror.example.com/V2",
  "https://mirror.example.com/v2/hub",
  "https://mirror.example.com/hub/v2",
  "https://mirror.example.com/hub/v2/",
  "https://mirror.example.com//hub//cache/",
  "https://mirror.example.com/hub/../cache",
  "https://mirror.example.com/..",
  "https://mirror.example.com/./v2",
  "https://mirror.example.com/.",
  "https://mirror.example.com/hub%20cache",
  "https://mirror.example.com/hub%2Fcache",
  "https://mirror.example.com/%7Ehub",
  "https://mirror.example.com/hub%25cache",
  "https://mirror.example.com/grün",
  "https://mirror.example.com/$hub",
  "https://spiegel-für.example.com",
  "https://mirror.example.com:443",
  "https://mirror.example.com:8443",
  "http://mirror.example.com:80",
  "http://mirror.example.com:5000",
  "mirror.example.com:5000",
  "https://mirror.example.com:",
  "http://mirror.example.com:",
  "https://mirror.example.com.",
  "https://puller:fake-password@mirror.example.com",
  "https://my_mirror.example.com",
  "https://10.0.0.5:5000",
  "10.0.0.5",
  "htps://mirror.example.com",
  "htttp://mirror.example.com",
  "httpx://mirror.example.com",
  "ftp://mirror.example.com",
  "oci://mirror.example.com/hub",
  "https:/mirror.example.com",
  "https//mirror.example.com",
  "https:///hub",
  "https://not a host",
  "",
  "docker.io",
  "https://docker.io/hub",
  "https://registry-1.docker.io",
  "https://registry-1.docker.io:443",
  "http://registry-1.docker.io",
  "https://index.docker.io",
  "localhost",
  "localhost:5000",
  "localhost:443",
  "localhost:80",
  "https://localhost:5000",
  "127.0.0.1:5000",
  "127.0.0.1:6443",
  "[::1]:5000",
  "[::1]",
  "https://[fd00::1]:5000",
  "http://[fd00::2]",
];

const lists: readonly (readonly string[])[] = [
  [],
  ["https://one.example.com", "https://two.example.com"],
  ["https://one.example.com", "http://two.example.com:5000", "three.example.com"],
  ["https://one.example.com", "https://one.example.com/v2", "one.example.com"],
  ["https://one.example.com", "https://registry-1.docker.io"],
  ["https://registry-1.docker.io", "https://one.example.com"],
  ["https://not a host", "https://one.example.com"],
  ["https://one.example.com", "https://One.example.com"],
  ["https://one.example.com/hub", "https://one.example.com/v2/hub"],
];

const keys: readonly (readonly [key: string, images: readonly string[]])[] = [
  [
    "docker.io",
    ["nginx", "docker.io/nginx:1.27", "index.docker.io/library/nginx", "registry-1.docker.io/library/nginx"],
  ],
  ["registry-1.docker.io", ["nginx", "registry-1.docker.io/library/nginx"]],
  ["index.docker.io", ["nginx"]],
  ["registry.example.com", ["registry.example.com/team/app:1", "registry.example.com:443/team/app:1"]],
  ["registry.example.com:5000", ["registry.example.com:5000/app", "registry.example.com/app"]],
  ["registry.example.com:", ["registry.example.com/app"]],
  ["registry.example.com/", ["registry.example.com/app"]],
  ["registry.example.com//", ["registry.example.com/app"]],
  ["./registry.example.com", ["registry.example.com/app"]],
  ["../certs.d/registry.example.com", ["registry.example.com/app"]],
  ["../registry.example.com", ["registry.example.com/app"]],
  ["registry.example.com/team", ["registry.example.com/team/app"]],
  ["registry.example.com_5000_", ["registry.example.com:5000/app", "registry.example.com/app"]],
  ["Registry.example.com", ["registry.example.com/app", "Registry.example.com/app"]],
  ["*.example.com", ["registry.example.com/app"]],
  ["_default", ["nginx", "registry.example.com/app"]],
  ["my_registry.example.com", ["my_registry.example.com/app", "my_registry.example.com:5000/app"]],
  ["[fd00::1]:5000", ["[fd00::1]:5000/app"]],
  ["localhost:5000", ["localhost:5000/app"]],
  ["localhost", ["localhost/app", "localhost:5000/app"]],
  ["127.0.0.1:5000", ["127.0.0.1:5000/app"]],
];

const own: readonly string[] = [
  "localhost/app",
  "localhost:80/app",
  "localhost:443/app",
  "localhost:5000/app",
  "127.0.0.1:5000/app",
  "127.0.0.1/app",
  "[::1]:5000/app",
  "[::1]/app",
];

const credentials: readonly (readonly [name: string, auth: string])[] = [
  ["user and password", "{username: puller, password: fake-password}"],
  ["user alone", "{username: puller}"],
  ["password alone", "{password: fake-password}"],
  ["nothing", "{}"],
  ["identity token", "{identity_token: fake-token}"],
  ["identity token and user", "{identity_token: fake-token, username: puller, password: fake-password}"],
  ["identity token and user alone", "{identity_token: fake-token, username: puller}"],
  ["identity token and auth", "{identity_token: fake-token, auth: cHVsbGVyOmZha2U=}"],
  ["auth", "{auth: cHVsbGVyOmZha2U=}"],
  ["auth with two colons", "{auth: cHVsbGVyOmZha2U6cGFzcw==}"],
  ["auth without a user", "{auth: OmZha2UtdG9rZW4=}"],
  ["auth without a password", "{auth: cHVsbGVyOg==}"],
  ["auth and user", "{auth: b3RoZXI6ZmFrZQ==, username: puller, password: fake-password}"],
  ["auth and user alone", "{auth: b3RoZXI6ZmFrZQ==, username: puller}"],
  ["auth over lines", '{auth: "cHVsbGVy\\nOmZha2U=\\n"}'],
];

const credentialHosts: readonly (readonly [endpoint: string, key: string])[] = [
  ["https://mirror.example.com", "mirror.example.com"],
  ["https://mirror.example.com:", "mirror.example.com"],
  ["https://mirror.example.com:", "mirror.example.com:"],
  ["https://mirror.example.com:443", "mirror.example.com"],
  ["https://mirror.example.com:443", "mirror.example.com:443"],
  ["https://mirror.example.com:5000", "mirror.example.com"],
  ["https://mirror.example.com/hub", "mirror.example.com"],
  ["https://mirror.example.com", "mirror.example.com/"],
  ["https://mirror.example.com", "https://mirror.example.com"],
  ["https://Mirror.example.com", "mirror.example.com"],
  ["https://Mirror.example.com", "Mirror.example.com"],
  ["http://mirror.example.com:5000", "mirror.example.com:5000"],
  ["htps://mirror.example.com", "htps"],
  ["htps://mirror.example.com", "mirror.example.com"],
  ["https://mirror.example.com", "*"],
  ["https://mirror.example.com", "docker.io"],
  ["https://mirror.example.com", "registry-1.docker.io"],
  ["https://mirror.example.com", "index.docker.io"],
  ["https://my_mirror.example.com", "my_mirror.example.com"],
  ["https://[fd00::1]:5000", "[fd00::1]:5000"],
];

const tlsSettings: readonly (readonly [name: string, entry: string])[] = [
  ["skip", skip],
  ["skip false", "{tls: {insecure_skip_verify: false}}"],
  ["ca", ca],
  ["pair", pair],
  [
    "all",
    "{tls: {ca_file: /node/ca.pem, cert_file: /node/cert.pem, key_file: /node/key.pem, insecure_skip_verify: true}}",
  ],
  ["nothing", "{tls: {}}"],
  ["cert alone", "{tls: {cert_file: /node/cert.pem}}"],
  ["key alone", "{tls: {key_file: /node/key.pem}}"],
  ["missing", "{tls: {ca_file: /node/missing.pem}}"],
  ["no PEM", "{tls: {ca_file: /node/text.txt}}"],
  ["relative", "{tls: {ca_file: ca.pem}}"],
  ["relative pair", "{tls: {cert_file: cert.pem, key_file: key.pem}}"],
  ["inline", '{tls: {ca_file: "-----BEGIN CERTIFICATE-----"}}'],
  ["skip and user", "{tls: {insecure_skip_verify: true}, auth: {username: puller, password: fake-password}}"],
];

const tlsEndpoints: readonly string[] = [
  "http://mirror.example.com",
  "http://mirror.example.com:80",
  "http://mirror.example.com:443",
  "http://mirror.example.com:5000",
];

const pulls: readonly Pull[] = [
  { name: "no file", input: "", images: ["nginx", "ghcr.io/team/app:1", `nginx@${digest}`, ...own] },
  ...endpoints.map((endpoint) => ({ name: `endpoint ${endpoint}`, input: hub([endpoint]), images: ["nginx:1.27"] })),
  ...lists.map((list) => ({
    name: `endpoints ${list.join(" ")}`,
    input: hub(list),
    images: ["nginx:1.27", `nginx@${digest}`],
  })),
  ...keys.map(([key, images]) => ({ name: `key ${key}`, input: mirror(key, ["https://mirror.example.com"]), images })),
  {
    name: "any",
    input: mirror("*", ["https://mirror.example.com"]),
    images: ["nginx", "quay.io/team/app", "mirror.example.com/app", ...own],
  },
  {
    name: "any and one",
    input: `${mirror("*", ["https://any.example.com"])}  "quay.io":\n    endpoint: ["https://mirror.example.com"]\n`,
    images: ["nginx", "quay.io/team/app"],
  },
  {
    name: "any but with settings",
    input: mirror("*", ["https://any.example.com"], { "quay.io": user }),
    images: ["nginx", "quay.io/team/app"],
  },
  {
    name: "any but with TLS",
    input: mirror("*", ["https://any.example.com"], { "quay.io": skip }),
    images: ["quay.io/team/app"],
  },
  {
    name: "any and a key with a path",
    input: `${mirror("*", ["https://any.example.com"])}  "quay.io/team":\n    endpoint: ["https://mirror.example.com"]\n`,
    images: ["quay.io/team/app"],
  },
  ...tlsSettings.slice(0, 6).map(([name, entry]) => ({
    name: `any TLS ${name}`,
    input: settings({ "*": entry }),
    images: ["nginx", "quay.io/team/app"],
  })),
  {
    name: "any TLS beside a mirror",
    input: mirror("quay.io", ["https://mirror.example.com"], { "*": ca }),
    images: ["nginx", "quay.io/team/app", "mirror.example.com/app"],
  },
  {
    name: "any TLS beside any mirror",
    input: mirror("*", ["https://mirror.example.com"], { "*": ca }),
    images: ["nginx"],
  },
  ...credentials.map(([name, auth]) => ({
    name: `credential ${name}`,
    input: settings({ "registry.example.com": `{auth: ${auth}}` }),
    images: ["registry.example.com/app:1"],
  })),
  ...credentialHosts.map(([endpoint, key]) => ({
    name: `credential of ${key} for ${endpoint}`,
    input: hub([endpoint], { [key]: user }),
    images: ["nginx:1.27"],
  })),
  {
    name: "credentials of mirror and registry",
    input: hub(["https://mirror.example.com"], { "mirror.example.com": user, "registry-1.docker.io": user }),
    images: ["nginx", `nginx@${digest}`],
  },
  ...tlsSettings.map(([name, entry]) => ({
    name: `TLS ${name}`,
    input: hub(["https://mirror.example.com", "https://other.example.com"], { "mirror.example.com": entry }),
    images: ["nginx:1.27"],
  })),
  ...tlsSettings.map(([name, entry]) => ({
    name: `TLS of the registry ${name}`,
    input: mirror("registry.example.com", ["https://mirror.example.com"], { "registry.example.com": entry }),
    images: ["registry.example.com/app"],
  })),
  ...tlsEndpoints.flatMap((endpoint) =>
    [skip, ca, "{tls: {}}"].map((entry) => ({
      name: `TLS ${entry} for ${endpoint}`,
      input: hub([endpoint], { [endpoint.slice("http://".length)]: entry }),
      images: ["nginx:1.27"],
    })),
  ),
  {
    name: "TLS of a host that is not asked",
    input: hub(["https://mirror.example.com"], { "other.example.com": "{tls: {ca_file: ca.pem}}" }),
    images: ["nginx"],
  },
  { name: "TLS of the node", input: settings({ "localhost:5000": skip }), images: ["localhost:5000/app"] },
  { name: "TLS of docker.io", input: settings({ "docker.io": skip }), images: ["nginx"] },
  {
    name: "TLS of docker.io and its own host",
    input: settings({ "docker.io": skip, "registry-1.docker.io": ca }),
    images: ["nginx", "registry-1.docker.io/library/nginx"],
  },
  {
    name: "TLS of docker.io for its own host",
    input: hub(["https://registry-1.docker.io", "https://mirror.example.com"], { "docker.io": skip }),
    images: ["nginx"],
  },
  {
    name: "TLS of docker.io for its own host, last",
    input: hub(["https://mirror.example.com", "https://registry-1.docker.io"], { "docker.io": skip }),
    images: ["nginx"],
  },
  {
    name: "TLS of a key with a slash",
    input: settings({
      "registry.example.com/": "{tls: {insecure_skip_verify: true}, auth: {username: puller, password: fake-password}}",
    }),
    images: ["registry.example.com/app"],
  },
  {
    name: "a mirror that is mirrored",
    input: `${hub(["https://mirror.example.com"])}  "mirror.example.com":\n    endpoint: ["https://other.example.com"]\n`,
    images: ["nginx", "mirror.example.com/app"],
  },
  {
    name: "itself by http",
    input: mirror("registry.example.com", ["http://registry.example.com"], { "registry.example.com": user }),
    images: ["registry.example.com/app"],
  },
];

/** Each pull for each release, with the files that k3s writes for containerd: what the recorder is given. */
export const inputs: readonly object[] = releases.flatMap(({ k3s, containerd }) =>
  pulls.flatMap(({ name, input, images }) => {
    const files = filesOf(input, k3s);
    return images.map((image) => ({
      name: `${name}, ${image}`,
      input,
      product: "k3s",
      node: [],
      k3s,
      containerd,
      image,
      files,
    }));
  }),
);

function filesOf(input: string, k3s: string): Readonly<Record<string, string>> {
  const reading = readRegistry(parseFirstDocument(sourceOf(input)));
  if (!reading.ok) throw new Error(`k3s can't read ${input}`);
  const target = parseTarget(`k3s ${k3s}`) ?? {};
  return Object.fromEntries(
    containerdFiles(reading.registry, { target }, "revealed").map(({ path, text }) => [path, text]),
  );
}
