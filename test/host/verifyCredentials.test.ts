import { assert } from "chai";
import { type CodeLens, commands, type Uri, window, workspace } from "vscode";
import { answering, stub } from "./answers.ts";
import { api, closeEditors, openFile, openUntitled, readFile, sample } from "./documents.ts";

const marker = "CANARY-SECRET";

const run = (uri?: Uri, host?: string): Thenable<unknown> =>
  commands.executeCommand("k3sRegistries.verifyCredentials", uri, host);

const fileFor = (host: string, more = ""): string =>
  `mirrors:\n  "${host}":\n    endpoint: ["http://${host}"]\n${more}configs:\n  "${host}":\n    auth: {username: robot, password: ${marker}}\n`;

interface Registry {
  readonly host: string;
  /** What it was asked, each with its user. */
  readonly asked: readonly string[];
  stop(): void;
}

interface Reply {
  writeHead(status: number, headers: object): Reply;
  end(body: string): void;
}
interface HttpModule {
  createServer(
    options: object,
    answer: (
      request: { readonly method: string; readonly url: string; readonly headers: { readonly authorization?: string } },
      reply: Reply,
    ) => void,
  ): {
    listen(port: number, host: string, ready: () => void): void;
    address(): { readonly port: number };
    closeAllConnections(): void;
    close(): void;
  };
}

/** A module of Node, which the web worker has not. */
function builtin<T>(id: string): T {
  const { process } = globalThis as unknown as { readonly process: { getBuiltinModule(id: string): unknown } };
  return process.getBuiltinModule(id) as T;
}

/** A registry of this computer that wants a login. */
async function registry(
  password: string,
  {
    hold = Promise.resolve(),
    tls,
  }: { readonly hold?: Promise<void>; readonly tls?: { readonly cert: string; readonly key: string } } = {},
): Promise<Registry> {
  const http = builtin<HttpModule>(tls ? "node:https" : "node:http");
  const asked: string[] = [];
  const server = http.createServer(tls ?? {}, async ({ method, url, headers }, reply) => {
    const [user = "nobody", given] = headers.authorization ? atob(headers.authorization.slice(6)).split(":") : [];
    asked.push(`${method} ${url} ${user}`);
    await hold;
    reply.writeHead(given === password ? 200 : 401, { "www-authenticate": 'Basic realm="Tests"' }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `127.0.0.1:${server.address().port}`, asked, stop };
}

/** Text of everything that was said. */
const all = ({
  messages,
  shown,
}: {
  readonly messages: readonly string[];
  readonly shown: readonly string[];
}): string => [...messages, ...shown].join("\n");

describe("Verify Credentials", () => {
  let running: Registry | undefined;
  afterEach(async () => {
    running?.stop();
    running = undefined;
    await closeEditors();
  });
  const started = async (password: string, hold?: Promise<void>): Promise<Registry> => {
    running = await registry(password, hold && { hold });
    return running;
  };
  /** The same with TLS, by a certificate that is `cert.pem` in a folder. */
  const secured = async (): Promise<Registry & { readonly folder: string }> => {
    const folder = sample("certificate").fsPath;
    const kind = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1";
    const names = ["-addext", "subjectAltName=IP:127.0.0.1"];
    const files = ["-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`];
    await workspace.fs.createDirectory(sample("certificate"));
    builtin<{ execFileSync(file: string, args: readonly string[], options: object): void }>(
      "node:child_process",
    ).execFileSync("openssl", ["req", "-x509", ...kind.split(" "), ...names, ...files], { stdio: "ignore" });
    const [cert, key] = await Promise.all(
      ["cert.pem", "key.pem"].map((name) => readFile(sample(`certificate/${name}`))),
    );
    running = await registry(marker, { tls: { cert: cert ?? "", key: key ?? "" } });
    return { ...running, folder };
  };

  it("shows what would be sent where, sends nothing unasked, and gives the commands for curl instead", async () => {
    await openFile("verify/registries.yaml", fileFor("registry.invalid"));
    const said = await answering({ picks: ["registry.invalid"], modal: "Show curl Commands" }, () =>
      Promise.resolve(run()),
    );
    assert.include(all(said), "with user robot, by plain http; also to its token server, if that is registry.invalid");
    const { activeTextEditor } = window;
    assert.match(
      activeTextEditor?.document.getText() ?? "",
      /^# How the registry asks[\s\S]*curl -sS -D - -o \/dev\/null/,
    );
    assert.notInclude(`${all(said)}${activeTextEditor?.document.getText()}`, marker);
  });

  it("says what the registry answers, with each request", async () => {
    const { host, asked } = await started(marker);
    const { uri } = await openFile("verify-accepted/registries.yaml", fileFor(host));
    const said = await answering({ modal: "Send", button: "Details" }, () => Promise.resolve(run(uri, host)));
    assert.include(said.messages, `${host}: accepted. ${host} accepts the credential.`);
    assert.match(all(said), /Send these requests from (?:this computer|the remote)/);
    assert.include(all(said), `GET http://${host}/v2/ with the credential: 200`);
    assert.deepEqual(asked, ["GET /v2/ nobody", "GET /v2/ robot"]);
    assert.notInclude(all(said), marker);
  });

  it("follows the mirror of an image, and tells a wrong password", async () => {
    const { host, asked } = await started("another");
    const mirror = `  docker.io:\n    endpoint: ["http://${host}/v2/cache"]\n`;
    await openFile("verify-image/registries.yaml", fileFor(host, mirror));
    const said = await answering({ picks: ["An Image"], inputs: ["nginx:1"], modal: "Cancel" }, () =>
      Promise.resolve(run()),
    );
    assert.include(all(said), `http://${host}/v2/cache/library/nginx/manifests/1?ns=docker.io`);
    assert.deepEqual(asked, []);
    const single = await answering({ modal: "Send" }, () =>
      Promise.resolve(run(window.activeTextEditor?.document.uri, host)),
    );
    assert.include(single.messages, `${host}: refused. ${host} does not accept the credential.`);
  });

  it("ends when it is cancelled", async () => {
    let go = (): void => {};
    const { host } = await started(marker, new Promise((resolve) => (go = resolve)));
    const { uri } = await openFile("verify-cancelled/registries.yaml", fileFor(host));
    const restore = stub(window, {
      withProgress: (_: unknown, task: (progress: object, token: object) => Promise<unknown>) => {
        const token = {
          isCancellationRequested: true,
          onCancellationRequested: (listener: () => void) => void setTimeout(listener, 10),
        };
        return task({ report: () => {} }, token);
      },
    });
    try {
      const { messages } = await answering({ modal: "Send" }, () => Promise.resolve(run(uri, host)));
      assert.match(messages.join("\n"), /unknown from .*\. The check was cancelled\./);
    } finally {
      restore();
      go();
    }
  });

  it("asks before the credential goes to another token server", async () => {
    const other = await started(marker);
    const { host } = other;
    const http = builtin<HttpModule>("node:http");
    const first = http.createServer({}, (_, reply) =>
      reply.writeHead(401, { "www-authenticate": `Bearer realm="http://${host}/token"` }).end("{}"),
    );
    await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
    const asking = `127.0.0.1:${first.address().port}`;
    const { uri } = await openFile("verify-token/registries.yaml", fileFor(asking));
    const said = await answering({ modal: "Send" }, () => Promise.resolve(run(uri, asking)));
    first.close();
    assert.include(all(said), `Send the credential to http://${host}/token too?`);
    assert.match(all(said), /another host, 127\.0\.0\.1:\d+\..*plain http/);
    assert.deepEqual(other.asked, []);
  });

  it("trusts the ca_file that is here, or a copy, and checks no certificate only when asked", async () => {
    const { host, folder, asked } = await secured();
    const tls = (line: string): string => `${fileFor(host).replace("http:", "https:")}    tls: {${line}}\n`;
    const ask = async (line: string, answer: string, file?: Uri): Promise<string> => {
      const { uri } = await openFile("verify-tls/registries.yaml", tls(line));
      const modal = (question: string): string =>
        /can't be read here/.test(question) ? (file ? "Choose a Copy…" : "Go On without It") : answer;
      const answers = { modal, ...(file && { file }) };
      return (await answering(answers, () => Promise.resolve(run(uri, host)))).messages.join("\n");
    };
    assert.match(await ask("ca_file: /etc/nowhere.pem", "Send"), /authority that is not trusted here/);
    assert.include(await ask(`ca_file: ${folder}/cert.pem`, "Send"), `${host}: accepted.`);
    assert.include(
      await ask("ca_file: /etc/nowhere.pem", "Send", sample("certificate/cert.pem")),
      `${host}: accepted.`,
    );
    const skips = "insecure_skip_verify: true";
    assert.match(await ask(skips, "Send"), /authority that is not trusted here/);
    assert.include(await ask(skips, "Send without Checking Certificates"), `${host}: accepted.`);
    assert.lengthOf(asked, 6);
  });

  it("is above each credential, and refused in a workspace that is not trusted", async () => {
    const document = await openFile("verify-lens/registries.yaml", fileFor("registry.invalid"));
    const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
    const lens = lenses.find(({ command }) => command?.title === "Verify credential…")?.command;
    assert.deepEqual(lens?.arguments?.[1], "registry.invalid");
    const restore = stub(workspace, { isTrusted: false });
    try {
      const said = await answering({ modal: "Send" }, () => Promise.resolve(run(document.uri, "registry.invalid")));
      assert.deepEqual(said.messages, ["Verifying sends a credential. Trust this workspace first."]);
    } finally {
      restore();
    }
  });

  it("asks Google about a key alone, and refuses other addresses", async () => {
    await openUntitled("json", JSON.stringify({ ...(await sampleKey()), token_uri: "https://evil.example.net/" }));
    const refused = await answering({ modal: "Send" }, () => Promise.resolve(run()));
    assert.match(refused.messages.join(), /not an https address of Google/);
    await closeEditors();
    await openUntitled("json", JSON.stringify(await sampleKey()));
    const said = await answering({ modal: "Cancel" }, () => Promise.resolve(run()));
    assert.match(all(said), /https:\/\/oauth2\.googleapis\.com\/token\\nwith the name of .*, signed with its key/);
    assert.notInclude(all(said), "PRIVATE");
  });

  it("is done in the converter before anything is written", async () => {
    const { host, asked } = await started(marker);
    const { converter } = await api();
    const config = await openUntitled("json", JSON.stringify({ auths: { [host]: { auth: btoa(`robot:${marker}`) } } }));
    await converter.open(config.uri);
    await converter.receive({ type: "setDestination", destination: "" });
    const said = await answering({ modal: "Send" }, () => converter.receive({ type: "verify" }));
    assert.include(said.messages, `${host}: accepted. ${host} accepts the credential.`);
    assert.deepEqual(asked, ["GET /v2/ nobody", "GET /v2/ robot"]);
  });

  it("shows hostile names as text", async () => {
    for (const host of ["x$(touch y).example.com", "-oProxyCommand=x", "a.example.com;id", "a\u001b[31m.example.com"]) {
      const { uri } = await openFile(
        "verify-hostile/registries.yaml",
        fileFor("a.example.com").replaceAll('"a.example.com"', JSON.stringify(host)),
      );
      const said = await answering({ modal: "Send" }, () => Promise.resolve(run(uri, host)));
      assert.match(said.messages.join(), /not a plain host name|not a plain URL/, host);
      assert.notMatch(all(said), /touch y|ProxyCommand|;id|\u001b/);
    }
  });
});

async function sampleKey(): Promise<object> {
  const [file] = await workspace.findFiles("**/google-key/key.json");
  return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file as Uri)));
}
