import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { fakeKey, fakeKeyFile } from "../core/fakeKey.ts";
import { cliFile } from "./built.ts";
import { cli, folderWith, type Ran, type RunOptions } from "./cli.ts";
import {
  certificateFolder,
  dockerRegistry,
  hasRegistry,
  httpServer,
  push,
  type Running,
  type TokenServer,
  tokenServer,
  users,
} from "./dockerRegistry.ts";

/** A registries.yaml for a registry with the certificate of a folder. */
function fileFor(host: string, auth: object, { ca, more = "" }: { ca?: string; more?: string } = {}): string {
  const tls = ca === undefined ? "" : `    tls: {ca_file: ${JSON.stringify(ca)}}\n`;
  return `mirrors:
  registry.example.com:
    endpoint: ["https://${host}"]
${more}configs:
  "${host}":
    auth: ${JSON.stringify(auth)}
${tls}`;
}

const robot = { username: "robot", password: users["robot"] };
const google = { username: "_json_key", password: users["_json_key"] };

/** Runs `verify`, and makes sure that nothing of a credential is printed. */
async function verified(text: string, args: readonly string[], options?: RunOptions): Promise<Ran> {
  const folder = folderWith({ "registries.yaml": text });
  const ran = await cli(folder, ["verify", "registries.yaml", ...args], options);
  const shown = `${ran.stdout}${ran.stderr}`;
  for (const secret of ["fake-password", "wrong-password", "private_key", btoa("robot:"), "eyJ"])
    assert.ok(!shown.includes(secret), shown);
  assert.doesNotMatch(shown, /unexpected|undefined/);
  return ran;
}

/** What a run found, by its first line and its exit code. */
function foundBy({ stdout, stderr, status }: Ran): readonly [string, number] {
  return [stdout.split("\n")[0] || stderr, status];
}

describe("k3s-registries verify", function () {
  this.timeout(60_000);
  const stops: (() => void)[] = [];
  const running = <T extends Running>(started: T): T => {
    stops.push(() => started.stop());
    return started;
  };
  after(() => {
    for (const stop of stops) stop();
  });

  describe("with Debian's docker-registry", () => {
    let folder: string;
    let ca: string;
    let plain: Running;
    let tokens: TokenServer;
    let byToken: Running;
    before(async function () {
      if (!hasRegistry) this.skip();
      folder = certificateFolder();
      ca = join(folder, "cert.pem");
      plain = running(
        await dockerRegistry(folder, {
          REGISTRY_AUTH: "htpasswd",
          REGISTRY_AUTH_HTPASSWD_REALM: "Registry",
          REGISTRY_AUTH_HTPASSWD_PATH: join(folder, "htpasswd"),
        }),
      );
      for (const repository of ["shop/app", "public"])
        await push(plain.host, folder, repository, `Basic ${btoa("robot:fake-password")}`);
      tokens = running(await tokenServer(folder, { robot: ["shop/app"] }));
      byToken = running(
        await dockerRegistry(folder, {
          REGISTRY_AUTH: "token",
          REGISTRY_AUTH_TOKEN_REALM: tokens.url,
          REGISTRY_AUTH_TOKEN_SERVICE: "registry",
          REGISTRY_AUTH_TOKEN_ISSUER: "tests",
          REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE: ca,
        }),
      );
    });

    it("tells a right password from a wrong one, also a Google key as the password", async () => {
      const { host } = plain;
      for (const [auth, expected] of [
        [robot, ["accepted", 0]],
        [{ auth: btoa("robot:fake-password") }, ["accepted", 0]],
        [google, ["accepted", 0]],
        [{ ...robot, password: "wrong-password" }, ["refused", 1]],
        [{ ...google, password: JSON.stringify(fakeKey({ project_id: "other" })) }, ["refused", 1]],
        [{ identity_token: "wrong-password" }, ["refused", 1]],
      ] as const) {
        const [words, status] = expected;
        assert.deepEqual(foundBy(await verified(fileFor(host, auth, { ca }), ["--yes"])), [
          `${host}: ${words}`,
          status,
        ]);
      }
    });

    it("follows the plan of an image's pull, with its rewrite", async () => {
      const { host } = plain;
      const more = `    rewrite: {"^team/(.*)": "shop/$1"}\n`;
      const ask = (image: string, auth: object = robot): Promise<Ran> =>
        verified(fileFor(host, auth, { ca, more }), ["--yes", "--image", image]);
      const { stdout, status } = await ask("registry.example.com/team/app:1");
      assert.equal(status, 0);
      assert.equal(
        stdout,
        `${host} shop/app:1: may pull shop/app
  ${host} gives the manifest of shop/app:1.
  GET https://${host}/v2/: 401
  HEAD https://${host}/v2/shop/app/manifests/1: 401
  GET https://${host}/v2/ with the credential: 200
  HEAD https://${host}/v2/shop/app/manifests/1 with the credential: 200
`,
      );
      const missing = await ask("registry.example.com/team/app:2");
      assert.deepEqual(foundBy(missing), [`${host} shop/app:2: may pull shop/app`, 0]);
      assert.match(missing.stdout, /has no shop\/app:2/);
      assert.equal((await ask("registry.example.com/team/app:1", { ...robot, password: "wrong-password" })).status, 1);
    });

    it("asks a token server for the pull alone, and tells a missing right from a wrong password", async () => {
      const { host } = byToken;
      const args = ["--yes", "--token-server", tokens.host];
      const ask = async (image: string | undefined, auth: object): Promise<readonly [string, number]> =>
        foundBy(
          await verified(fileFor(host, auth, { ca }), [
            ...args,
            ...(image === undefined ? [] : ["--image", `registry.example.com/${image}`]),
          ]),
        );
      const wrong = { ...robot, password: "wrong-password" };
      assert.deepEqual(await ask(undefined, robot), [`${host}: accepted`, 0]);
      assert.deepEqual(await ask(undefined, wrong), [`${host}: refused`, 1]);
      assert.deepEqual(await ask("shop/app:1", robot), [`${host} shop/app:1: may pull shop/app`, 0]);
      assert.deepEqual(await ask("shop/app:1", google), [`${host} shop/app:1: accepted, but no right to shop/app`, 1]);
      assert.deepEqual(await ask("shop/app:1", wrong), [`${host} shop/app:1: refused`, 1]);
      assert.deepEqual(await ask("public:1", robot), [`${host} public:1: public: proves nothing`, 2]);
      assert.ok(tokens.asked.includes("GET robot repository:shop/app:pull"));
      assert.ok(tokens.asked.every((one) => !one.includes("push")));
    });

    it("asks before the credential goes to another host, and sends nothing there after a no", async () => {
      const text = fileFor(byToken.host, robot, { ca });
      const before = tokens.asked.length;
      const questions: string[] = [];
      const ask = async (question: string): Promise<boolean> => questions.push(question) === 1;
      const refused = await verified(text, [], { ask });
      assert.deepEqual(foundBy(refused), [`${byToken.host}: unknown from this computer`, 2]);
      assert.equal(tokens.asked.length, before);
      assert.match(refused.stderr, /warning: The registry sends the login to another host, localhost:\d+\./);
      assert.deepEqual(questions, ["Send? [y/N] ", `Send the credential to ${tokens.url} too? [y/N] `]);
      assert.equal((await verified(text, ["--yes"])).status, 2);
      assert.equal(tokens.asked.length, before);
      assert.equal((await verified(text, [], { ask: async () => true })).status, 0);
    });

    it("checks certificates: with ca_file where it is here, with --ca, and never less without --insecure", async () => {
      const { host } = plain;
      const unknown = await verified(fileFor(host, robot), ["--yes"]);
      assert.equal(unknown.status, 2);
      assert.match(unknown.stdout, /unknown from this computer\n.*authority that is not trusted here.*ca_file/);
      const absent = fileFor(host, robot, { ca: "/etc/nowhere/ca.pem" });
      assert.match(
        (await verified(absent, ["--yes"])).stderr,
        /ca_file \/etc\/nowhere\/ca\.pem is not on this computer.*--ca/,
      );
      assert.equal((await verified(absent, ["--yes", "--ca", ca])).status, 0);
      assert.equal((await verified(absent, ["--yes", "--insecure"])).status, 2);
      const { privateKey } = generateKeyPairSync("ec", {
        namedCurve: "P-256",
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
      });
      const otherKey = join(folderWith({ "key.pem": privateKey }), "key.pem");
      const unpaired = await verified(absent, ["--yes", "--ca", ca, "--cert", ca, "--cert-key", otherKey]);
      assert.equal(unpaired.status, 2);
      assert.match(unpaired.stdout, /client certificate \(cert_file, key_file\) may be missing or wrong/);
      const skipped = absent.replace("ca_file:", "insecure_skip_verify: true, ca_file:");
      const checked = await verified(skipped, ["--yes"]);
      assert.equal(checked.status, 2);
      assert.match(checked.stderr, /does not check the certificate.*--insecure/);
      assert.equal((await verified(skipped, ["--yes", "--insecure"])).status, 0);
    });

    it("prints the same for curl, which real curl runs, with the password in a file alone", async () => {
      for (const [{ host }, shown] of [
        [plain, /HTTP\/\S+ 401[\s\S]*HTTP\/\S+ 200/],
        [byToken, /HTTP\/\S+ 401[\s\S]*HTTP\/\S+ 200/],
      ] as const) {
        const text = fileFor(host, google, { ca });
        const image = host === plain.host ? "shop/app:1" : "public:1";
        const { stdout, status, stderr } = await verified(text, [
          "--curl",
          "--disable-default-endpoint",
          "--image",
          `registry.example.com/${image}`,
        ]);
        assert.deepEqual([status, stderr], [0, ""]);
        const at = folderWith({ password: users["_json_key"] ?? "", bin: "" });
        const [first = "", ...rest] = stdout.split("\n").filter((line) => line !== "");
        const lines = [first, ...rest]
          .join("\n")
          .replace("realm='https://…' service='…'", `realm='${tokens.url}' service='registry'`);
        // curl of a user who can see arguments.
        const recorded = `curl() { printf '%s\\n' "$*" >> arguments; command curl "$@"; }\n${lines}`;
        // The token server is in this process, so the shell must not stop it.
        const ran = await promisify(execFile)("sh", ["-c", recorded], { cwd: at, timeout: 20_000 });
        assert.match(ran.stdout, shown, ran.stderr);
        assert.doesNotMatch(readFileSync(join(at, "arguments"), "utf8"), /private_key|eyJ|Basic|Bearer/);
      }
    });
  });

  it("verifies what a credential file would become, or one of its entries", async () => {
    const { host } = running(
      await httpServer(({ headers }, answer) =>
        answer.writeHead(headers.authorization ? 200 : 401, { "www-authenticate": "Basic" }).end("{}"),
      ),
    );
    const auth = btoa("robot:fake-password");
    const at = folderWith({
      "config.json": JSON.stringify({ auths: { [host]: { auth } } }),
      "two.json": JSON.stringify({ auths: { [host]: { auth }, "registry.invalid": { auth } } }),
      "key.json": fakeKeyFile(),
    });
    for (const args of [["config.json"], ["two.json", "--entry", host], ["key.json", "--host", host]]) {
      const ran = await cli(at, ["verify", ...args, "--yes", "--format", "json"]);
      const { requests, ...found } = JSON.parse(ran.stdout);
      const reasons = [`${host} accepts the credential.`];
      assert.deepEqual(found, { host, verdict: "accepted", text: "accepted", reasons });
      assert.deepEqual(requests[1], { method: "GET", url: `http://${host}/v2/`, withCredential: true, status: 200 });
    }
    const two = await cli(at, ["verify", "two.json", "--host", host, "--yes"]);
    assert.match(two.stderr, /several credentials; choose one with --entry/);
  });

  describe("with hostile servers", () => {
    const time = ["--yes", "--timeout", "0.5"];
    const file = (host: string): string => fileFor(host, robot).replace("https:", "http:");
    const verdictOf = async (server: Running, args: readonly string[] = time): Promise<string> => {
      const ran = await verified(file(running(server).host), args);
      return `${ran.status} ${ran.stdout.split("\n").slice(0, 2).join("")}`;
    };

    it("reads no endless body to its end", async () => {
      const endless = await httpServer((_, answer) => {
        answer.writeHead(404);
        const more = (): void => {
          while (answer.write("x".repeat(65_536)));
          answer.once("drain", more);
        };
        more();
      });
      assert.match(await verdictOf(endless, ["--yes"]), /^2 .*does not answer as a registry: 404/);
    });

    it("ends what never ends: an answer by drops, headers by drops, silence", async () => {
      const drops = (write: (socket: import("node:net").Socket) => void): Promise<Running> =>
        new Promise((resolve) => {
          const sockets = new Set<import("node:net").Socket>();
          const server = createServer((socket) => {
            sockets.add(socket);
            const timer = setInterval(() => write(socket), 50);
            socket.on("error", () => {});
            socket.on("close", () => clearInterval(timer));
          });
          server.listen(0, "127.0.0.1", () => {
            const { port } = server.address() as AddressInfo;
            const stop = (): void => {
              for (const socket of sockets) socket.destroy();
              server.close();
            };
            resolve({ host: `127.0.0.1:${port}`, stop });
          });
        });
      let begun = false;
      const body = drops((socket) => {
        socket.write(begun ? "x" : "HTTP/1.1 401 X\r\nContent-Length: 1000\r\n\r\n");
        begun = true;
      });
      assert.match(await verdictOf(await body), /^2 .*did not answer in time/);
      let name = 0;
      const headers = drops((socket) => socket.write(name++ === 0 ? "HTTP/1.1 401 X\r\n" : `x-${name}: y\r\n`));
      assert.match(await verdictOf(await headers), /^2 .*did not answer in time/);
      assert.match(await verdictOf(await drops(() => {})), /^2 .*did not answer in time/);
    });

    it("takes no megabyte of headers, and no answer that is not HTTP", async () => {
      const large = await httpServer((_, answer) =>
        answer.writeHead(401, { "www-authenticate": "x".repeat(1_000_000) }).end(),
      );
      assert.match(await verdictOf(large), /^2 .*headers.*too large/);
      for (const [bytes, verdict] of [
        ["SSH-2.0-OpenSSH_9.2\r\n", /not HTTP/],
        ["HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", /not HTTP/],
        ["HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nx", /closed the connection/],
        ["HTTP/1.1 103 Early Hints\r\n\r\n", /closed the connection/],
        ["HTTP/1.1 401 X\r\nContent-Length: 100\r\n\r\nx", /closed the connection/],
        ["HTTP/1.1 401 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx", /closed the connection/],
        ["", /closed the connection/],
      ] as const) {
        const server = createServer((socket) => socket.on("error", () => {}).end(bytes));
        const host = await new Promise<string>((resolve) =>
          server.listen(0, "127.0.0.1", () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`)),
        );
        const told = await verdictOf({ host, stop: () => server.close() });
        assert.match(told, /^2 .*unknown from this computer/, bytes);
        assert.match(told, verdict, bytes);
      }
    });

    it("sends the credential to no place that an answer names", async () => {
      const seen: string[] = [];
      const other = running(
        await httpServer(({ headers }, answer) => {
          seen.push(headers.authorization ?? "none");
          answer.end("{}");
        }),
      );
      const registry = (answered: (host: string) => Record<string, string>, status = 401): Promise<Running> =>
        httpServer((_, answer) => answer.writeHead(status, answered(other.host)).end());
      assert.match(
        await verdictOf(await registry((host) => ({ location: `http://${host}/` }), 307)),
        /^2 .*redirects to/,
      );
      for (const realm of ["file:///etc/passwd", "http://a:b@HOST/", "http://HOST/token", "javascript:1", ""])
        assert.match(
          await verdictOf(
            await registry((host) => ({ "www-authenticate": `Bearer realm="${realm.replace("HOST", host)}"` })),
          ),
          /^2 /,
          realm,
        );
      assert.deepEqual(seen, []);
    });

    it("goes on with plain http where containerd does: a registry of the node itself with TLS settings", async () => {
      const seen: (string | undefined)[] = [];
      const { host } = running(
        await httpServer(({ headers }, answer) => {
          seen.push(headers.authorization);
          answer.writeHead(headers.authorization ? 200 : 401, { "www-authenticate": "Basic" }).end("{}");
        }),
      );
      const ran = await verified(
        `configs:\n  "${host}":\n    auth: ${JSON.stringify(robot)}\n    tls: {insecure_skip_verify: true}\n`,
        ["--yes"],
      );
      assert.deepEqual(foundBy(ran), [`${host}: accepted`, 0]);
      assert.match(ran.stderr, /by plain http if it speaks no TLS/);
      assert.deepEqual(seen, [undefined, `Basic ${btoa("robot:fake-password")}`]);
    });
  });

  describe("before a request", () => {
    const text = fileFor("registry.invalid", robot);
    const wrong: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
      [[], /run it in a terminal, or add --yes/],
      [["--host", "other.example.com", "--yes"], /There is no credential to verify.*"configs" has no entry/],
      [["--host", "a", "--key"], /use one of --host, --image and --key/],
      [["--image", "A B"], /can't contain spaces/],
      [["--key", "--yes"], /No host has a Google key/],
      [["--timeout", "0", "--yes"], /--timeout takes seconds/],
      [["--ca", "nowhere.pem", "--yes"], /nowhere\.pem: no such file/],
      [["--ca", "registries.yaml", "--yes"], /registries\.yaml: this is not a PEM file/],
      [["--entry", "x"], /--entry chooses in a credential file/],
      [["--format", "xml"], /--format takes text, json/],
    ];
    for (const [args, problem] of wrong)
      it(`says what is wrong with ${args.join(" ") || "no answer"}`, async () => {
        const { stderr, stdout, status } = await verified(text, args);
        assert.match(stderr, problem);
        assert.deepEqual([stdout, status], ["", 2]);
      });

    it("shows what is sent where, and stops after a no", async () => {
      const questions: string[] = [];
      const ask = async (question: string): Promise<boolean> => questions.push(question) === 0;
      const { stderr, status } = await verified(text, [], { ask });
      assert.equal(
        stderr,
        "Requests from this computer:\n  https://registry.invalid/v2/\n  with user robot; also to its token server, if that is registry.invalid\nk3s-registries: nothing was sent\n",
      );
      assert.deepEqual([questions, status], [["Send? [y/N] "], 2]);
    });

    it("asks at a terminal, where anything but yes is a no", () => {
      const at = folderWith({ "registries.yaml": text });
      const command = `"${process.execPath}" "${cliFile}" verify registries.yaml`;
      for (const input of ["n\n", "\n", "yess\n"]) {
        const { stdout, status } = spawnSync("script", ["-qec", command, "/dev/null"], {
          cwd: at,
          input,
          encoding: "utf8",
          timeout: 20_000,
        });
        assert.match(stdout, /Send\? \[y\/N\]/);
        assert.match(stdout, /nothing was sent/);
        assert.equal(status, 2);
      }
    });

    it("shows hostile names as text", async () => {
      const host = "x$(touch-pwned);`id`\u001b[31m-oProxyCommand=x";
      for (const hostile of [
        host,
        "-oProxyCommand=x.example.com",
        "a.example.com\nevil",
        "a.example.com:80@evil.example.net",
      ]) {
        const { stderr, stdout } = await verified(fileFor("a", robot).replace('"a"', JSON.stringify(hostile)), [
          "--yes",
          "--curl",
        ]);
        assert.doesNotMatch(`${stdout}${stderr}`, /\u001b|\nevil|touch-pwned|@evil/);
      }
    });
  });

  describe("of a Google key alone", () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });

    it("shows where the signature goes, and sends nothing unasked", async () => {
      const at = folderWith({ "key.json": fakeKeyFile({ private_key: privateKey }) });
      const { stderr, status } = await cli(at, ["verify", "key.json"], { ask: async () => false });
      assert.match(
        stderr,
        /https:\/\/oauth2\.googleapis\.com\/token\n {2}with the name of puller@fake-project.*signed with its key/,
      );
      assert.match(stderr, /nothing was sent/);
      assert.equal(status, 2);
    });

    it("refuses a key that would be sent elsewhere", async () => {
      for (const token_uri of ["https://evil.example.net/token", "http://oauth2.googleapis.com/token"]) {
        const at = folderWith({ "key.json": fakeKeyFile({ private_key: privateKey, token_uri }) });
        const { stderr, status } = await cli(at, ["verify", "key.json", "--yes"]);
        assert.match(stderr, /not an https address of Google, so nothing is sent there/);
        assert.equal(status, 2);
        writeFileSync(
          join(at, "registries.yaml"),
          fileFor("gcr.io", { username: "_json_key", password: readFileSync(join(at, "key.json"), "utf8") }),
        );
        assert.match(
          (await cli(at, ["verify", "registries.yaml", "--key", "--yes"])).stderr,
          /not an https address of Google/,
        );
      }
    });
  });
});
