import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { dirname, join } from "node:path";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { oneLineJson } from "../../src/core/json/tokens.ts";
import { imageTargets } from "../../src/core/verify/target.ts";
import { acceptHeader, basicOf } from "../../src/core/verify/tokenServer.ts";
import { certificateFolder, dockerRegistry, hasRegistry, push, type Running } from "../cli/dockerRegistry.ts";
import { SshNodes } from "../deploy/sshd.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

/** Bcrypt as Debian's libcrypt has it: of the first 72 bytes, and it refuses more than 512. */
function bcrypt(password: string): string {
  const salt = "$2b$04$fixturefixturefixtureu";
  const program = "$/ = undef; print crypt(<STDIN>, $ARGV[0])";
  return execFileSync("perl", ["-e", program, salt], { input: password.slice(0, 72), encoding: "utf8" });
}

/** Asks for the manifest of an image along the first step of a pull with this file. @returns the status of the answer */
async function pull(text: string, name: string, ca: Buffer): Promise<number | undefined> {
  const image = parseImage(name);
  assert.ok(image.ok);
  const plan = imageTargets(openRegistries(text), image.image, {});
  assert.ok(plan.ok);
  const [target] = plan.targets;
  const url = target?.image?.url;
  assert.ok(url !== undefined && target?.secret?.kind === "basic");
  const headers = { authorization: basicOf(target.secret), accept: acceptHeader };
  return new Promise((resolve, reject) => {
    const sent = request(url, { ca, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("the whole way, from a key to a pull", () => {
  let workbench: Workbench;
  let nodes: SshNodes;
  let registry: Running;
  let folder: string;
  let key: string;
  let path: string;
  before(async function () {
    if (!hasRegistry) this.skip();
    nodes = new SshNodes();
    for (const unit of ["k3s", "k3s-agent"] as const) await nodes.add({ unit });
    // The parent of `ssh` is the script.
    const note = `tr '\\0' '\\n' <"/proc/$PPID/cmdline" >'${nodes.folder}/script'`;
    nodes.addProgram("ssh", `#!/bin/sh\n${note}\nexec /usr/bin/ssh -F '${nodes.config}' "$@"\n`);
    workbench = await openWorkbench({ settings: { "terminal.integrated.env.linux": nodes.env } });
    key = oneLineJson(readFileSync(join(workbench.workspace, "service-account-key.json"), "utf8")) ?? "";
    folder = certificateFolder();
    writeFileSync(join(folder, "htpasswd"), `_json_key:${bcrypt(key)}\n`);
    registry = await dockerRegistry(folder, {
      REGISTRY_AUTH: "htpasswd",
      REGISTRY_AUTH_HTPASSWD_REALM: "Registry",
      REGISTRY_AUTH_HTPASSWD_PATH: join(folder, "htpasswd"),
    });
    path = join(workbench.workspace, "cluster", "registries.yaml");
    mkdirSync(dirname(path));
    const entries = `mirrors:
  HOST:
    endpoint: ["https://HOST"]
configs:
  HOST:
    tls:
      ca_file: ${folder}/cert.pem
`;
    writeFileSync(path, entries.replaceAll("HOST", registry.host));
  });
  after(() => {
    registry?.stop();
    nodes?.stop();
    return workbench?.close();
  });

  const convert = async ({ page }: Workbench, { host }: Running): Promise<void> => {
    await workbench.openFile("service-account-key.json");
    await workbench.runCommand("K3s Registries: Convert Credential to registries.yaml");
    await page.locator(".quick-input-list").getByText("merge into this file").first().waitFor();
    await workbench.pick("cluster");
    await page.locator(".quick-input-title").filter({ hasText: "Registries" }).waitFor();
    await page.keyboard.type(host);
    await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: host }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.locator(".quick-input-widget").getByText("1 Selected").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".tab.active.dirty").filter({ hasText: "registries.yaml" }).waitFor();
    await page.keyboard.press("Control+KeyS");
    await page.locator(".tab.active:not(.dirty)").filter({ hasText: "registries.yaml" }).waitFor();
  };

  const verify = async ({ page }: Workbench, { host }: Running): Promise<void> => {
    await workbench.runCommand("K3s Registries: Verify Credentials…");
    await workbench.pick(host);
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.getByText("Send these requests").waitFor();
    await dialog.getByText("Send", { exact: true }).click();
    await workbench.notification(`${host}: accepted.`);
    await page.keyboard.press("Escape");
  };

  /** @returns the script that was run */
  const deploy = async ({ page }: Workbench): Promise<string> => {
    await workbench.runCommand("K3s Registries: Deploy to Nodes…");
    await workbench.pick("Script for ssh");
    await workbench.pick("k3s");
    await workbench.pick("Type Them");
    await page.locator(".quick-input-widget").getByText("One or more, such as").waitFor();
    await page.locator(".quick-input-widget input[type=text]").fill(nodes.nodes.map(({ name }) => name).join(", "));
    await page.keyboard.press("Enter");
    const review = await workbench.notification("Review the script.");
    await workbench.screenshot("deploy-script");
    await review.getByText("Run in Terminal").click();
    await workbench.notification("The file is on all nodes.");
    await workbench.screenshot("deploy-done");
    return readFileSync(join(nodes.folder, "script"), "utf8").split("\n")[1] ?? "";
  };

  const check = async (): Promise<void> => {
    await (await workbench.notification("The file is on all nodes.")).getByText("Check Nodes").click();
    await workbench.pick("Ask the Nodes");
    await workbench.pick("k3s");
    await workbench.pick("The Same Nodes");
    await (await workbench.notification("Review the script.")).getByText("Run in Terminal").click();
    await workbench.webview("2 of 2 nodes have this file and run with it.");
    await workbench.screenshot("check-done");
  };

  it("converts a key, verifies it, deploys the file, checks the nodes, pulls, and undoes it", async () => {
    await convert(workbench, registry);
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes(`password: '${key}'`));
    await verify(workbench, registry);

    const script = await deploy(workbench);
    for (const node of nodes.nodes) assert.deepEqual([node.file, node.restarts], [text, 1]);
    await check();

    await push(registry.host, folder, "team/app", basicOf({ kind: "basic", username: "_json_key", password: key }));
    const ca = readFileSync(join(folder, "cert.pem"));
    for (const { file } of nodes.nodes) assert.equal(await pull(file ?? "", `${registry.host}/team/app:1`, ca), 200);
    assert.equal(await pull(text.replace("service_account", "other"), `${registry.host}/team/app:1`, ca), 401);

    execFileSync("sh", [script, "--undo"], { env: nodes.env, stdio: "ignore" });
    for (const node of nodes.nodes) assert.equal(node.file, undefined);
  });
});
