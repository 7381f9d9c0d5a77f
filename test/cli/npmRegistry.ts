// The npm package as it is published, and a registry that has it, so that npm and what calls npm run as for a user.
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { writeNpmPackage } from "../../scripts/npmPackage.mts";
import "./built.ts";
import { folderWith, type Ran } from "./cli.ts";

/** The folder that is packed. */
export const packageFolder = folderWith();
writeNpmPackage(packageFolder);

/** What `npm pack --json` says of the tarball. */
export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const tarballs = folderWith();
export const packed: Packed = (() => {
  const args = ["pack", "--json", "--pack-destination", tarballs];
  const { stdout, stderr, status } = spawnSync("npm", args, { cwd: packageFolder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout)[0];
})();

const tarball = readFileSync(join(tarballs, packed.filename));

/** Answers what a client asks of the package; every other package is unknown. */
const server = createServer((request, response) => {
  const address = `http://${request.headers.host}`;
  if (request.url === `/${packed.filename}`) response.end(tarball);
  else if (request.url === "/k3s-registries") {
    const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const dist = { tarball: `${address}/${packed.filename}`, integrity };
    const { name, version } = manifest;
    const versions = { [version]: { ...manifest, dist } };
    response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
  } else response.writeHead(404).end("{}");
});

const home = folderWith();

/** Variables for npm: the registry on this machine, and nothing of the user's own configuration and cache. */
export async function npmEnvironment(): Promise<Readonly<Record<string, string>>> {
  if (!server.listening) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
  }
  const { port } = server.address() as AddressInfo;
  return {
    // Under `npm test`, the outer npm has variables of its own.
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    HOME: home,
    npm_config_registry: `http://127.0.0.1:${port}`,
    npm_config_cache: join(home, "cache"),
    npm_config_update_notifier: "false",
  } as Readonly<Record<string, string>>;
}

/** Runs a line of a shell script, while the registry answers. */
export function shell(cwd: string, script: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile("bash", ["-eo", "pipefail", "-c", script], { cwd, env }, (_, stdout, stderr) =>
      resolve({ stdout, stderr, status: child.exitCode ?? -1 }),
    );
    child.stdin?.end();
  });
}
