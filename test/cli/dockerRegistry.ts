import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, createSign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fakeKey } from "../core/fakeKey.ts";
import { folderWith } from "./cli.ts";

/** Debian's registry; tests of it are left out where it is not installed, but for CI. */
export const registryProgram = "/usr/bin/docker-registry";
export const hasRegistry = existsSync(registryProgram) || process.env["CI"] !== undefined;

/** The users of the registries, and their passwords. */
export const users: Readonly<Record<string, string>> = {
  robot: "fake-password",
  _json_key: JSON.stringify(fakeKey()),
};

/** Bcrypt of these passwords; of a long one it has the first 72 bytes. */
const htpasswd = `robot:$2b$04$fixturefixturefixtureuLf.BgtInz2Qa0CMies0sLfkJTzfnnLu
_json_key:$2b$04$fixturefixturefixtureuhjtyLqnvqQhLNxmGjvVueALv1Uixvwq
`;

/** A certificate for localhost, in `cert.pem` and `key.pem`. */
export function certificateFolder(): string {
  const folder = folderWith({ htpasswd });
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", ...kind, ...files, ...subject], { stdio: "ignore" });
  return folder;
}

/** Something that runs until it is stopped. */
export interface Running {
  /** Such as `localhost:5000`. */
  readonly host: string;
  stop(): void;
}

/** Starts Debian's registry with TLS, and waits until it listens. */
export async function dockerRegistry(folder: string, auth: Readonly<Record<string, string>>): Promise<Running> {
  const env = {
    REGISTRY_VERSION: "0.1",
    REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: join(folder, "storage"),
    REGISTRY_HTTP_ADDR: "127.0.0.1:0",
    REGISTRY_HTTP_TLS_CERTIFICATE: join(folder, "cert.pem"),
    REGISTRY_HTTP_TLS_KEY: join(folder, "key.pem"),
    REGISTRY_LOG_ACCESSLOG_DISABLED: "true",
    OTEL_TRACES_EXPORTER: "none",
    ...auth,
  };
  const config = join(folderWith({ "config.yml": "version: 0.1\nstorage: {filesystem: {}}\n" }), "config.yml");
  const program = spawn(registryProgram, ["serve", config], { env, stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => program.kill("SIGKILL"));
  const port = await listeningPort(program);
  return { host: `localhost:${port}`, stop: () => program.kill("SIGKILL") };
}

/** The port that its log names. */
function listeningPort({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    for (const stream of [stdout, stderr]) {
      if (!stream) continue;
      const reader = createInterface({ input: stream });
      reader.on("line", (line) => {
        lines.push(line);
        const port = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(port);
      });
      reader.on("close", () => reject(new Error(lines.join("\n"))));
    }
  });
}

/** Puts an empty image into a registry. */
export async function push(host: string, folder: string, repository: string, authorization: string): Promise<void> {
  const config = "{}";
  const digest = `sha256:${createHash("sha256").update(config).digest("hex")}`;
  const type = "application/vnd.oci.image.manifest.v1+json";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: type,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest, size: config.length },
    layers: [],
  });
  const ask = (method: string, url: string, body: string, headers: object): Promise<string> =>
    new Promise((resolve, reject) => {
      const ca = readFileSync(join(folder, "cert.pem"));
      const all = { authorization, "content-length": Buffer.byteLength(body), connection: "close", ...headers };
      const sent = request(url, { method, ca, headers: all }, (answer) => {
        answer.resume();
        if ((answer.statusCode ?? 500) >= 300) reject(new Error(`${method} ${url}: ${answer.statusCode}`));
        answer.on("end", () => resolve(answer.headers.location ?? ""));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  const upload = await ask("POST", `https://${host}/v2/${repository}/blobs/uploads/`, "", {});
  const octets = { "content-type": "application/octet-stream" };
  await ask("PUT", `${upload}&digest=${encodeURIComponent(digest)}`, config, octets);
  await ask("PUT", `https://${host}/v2/${repository}/manifests/1`, manifest, { "content-type": type });
}

/** What a token server was asked, with its users' rights: repositories that they may pull. */
export interface TokenServer extends Running {
  readonly url: string;
  readonly asked: readonly string[];
}

/** Starts a token server for a registry that trusts the certificate of the folder. Everybody may pull `public`. */
export async function tokenServer(
  folder: string,
  rights: Readonly<Record<string, readonly string[]>>,
): Promise<TokenServer> {
  const pem = readFileSync(join(folder, "cert.pem"), "utf8");
  const key = readFileSync(join(folder, "key.pem"));
  const asked: string[] = [];
  const server = createTlsServer({ cert: pem, key }, ({ url = "", headers, method }, answer) => {
    const { searchParams } = new URL(url, "https://localhost");
    const [, encoded = ""] = /^Basic (.*)$/.exec(headers.authorization ?? "") ?? [];
    const [, user, password = ""] = /^(.*?):(.*)$/s.exec(Buffer.from(encoded, "base64").toString()) ?? [];
    asked.push(`${method} ${user ?? "nobody"} ${searchParams.get("scope") ?? "-"}`);
    if (user !== undefined && users[user] !== password) {
      answer.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED","message":"wrong password"}]}');
      return;
    }
    const [, name = "", actions = ""] = /^repository:(.+):(.*)$/.exec(searchParams.get("scope") ?? "") ?? [];
    const may = name === "public" || rights[user ?? ""]?.includes(name);
    const access = may ? [{ type: "repository", name, actions: actions.split(",") }] : [];
    answer.end(JSON.stringify({ token: token({ sub: user ?? "", access }) }));
  });
  const token = (claims: object): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const der = pem.replace(/-----.*?-----|\s/g, "");
    const now = Math.floor(Date.now() / 1000);
    const times = {
      iat: now - 60,
      nbf: now - 60,
      exp: now + 300,
      iss: "tests",
      aud: "registry",
      jti: `${asked.length}`,
    };
    const unsigned = `${part({ typ: "JWT", alg: "ES256", x5c: [der] })}.${part({ ...times, ...claims })}`;
    const signature = createSign("SHA256").update(unsigned).sign({ key, dsaEncoding: "ieee-p1363" });
    return `${unsigned}.${signature.toString("base64url")}`;
  };
  const host = `localhost:${await portOf(server)}`;
  return { host, url: `https://${host}/token`, asked, stop: () => stopNow(server) };
}

/** Lets a server listen on any port of this computer. */
export async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

export function stopNow(server: Server): void {
  server.closeAllConnections();
  server.close();
}

/** Starts an HTTP server with a handler. */
export async function httpServer(handler: Parameters<typeof createServer>[1]): Promise<Running> {
  const server = createServer(handler);
  return { host: `127.0.0.1:${await portOf(server)}`, stop: () => stopNow(server) };
}
