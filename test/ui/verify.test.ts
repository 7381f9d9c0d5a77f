import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openWorkbench, type Workbench } from "./workbench.ts";

const marker = "NOT-A-PASSWORD";

describe("Verify Credentials", () => {
  let workbench: Workbench;
  let server: Server;
  let host: string;
  const asked: string[] = [];
  before(async () => {
    server = createServer(({ method, url, headers }, answer) => {
      asked.push(`${method} ${url}${headers.authorization ? " with the credential" : ""}`);
      answer.writeHead(headers.authorization ? 200 : 401, { "www-authenticate": 'Basic realm="Registry"' }).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const file = `mirrors:
  docker.io:
    endpoint:
      - http://${host}
configs:
  "${host}":
    auth:
      username: puller
      password: '${marker}'
`;
    workbench = await openWorkbench({ files: { "registries.yaml": file } });
  });
  after(async () => {
    await workbench?.close();
    server.close();
  });

  it("asks above a credential, with what is sent where, and shows the answer", async () => {
    const { page } = workbench;
    await workbench.openFile("registries.yaml");
    await page.getByRole("button", { name: "Verify credential…" }).click();
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.getByText("with user puller, by plain http").waitFor();
    assert.deepEqual(asked, []);
    await workbench.screenshot("verify-question");
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    const answer = await workbench.notification(`${host}: accepted.`);
    assert.deepEqual(asked, ["GET /v2/", "GET /v2/ with the credential"]);
    await workbench.screenshot("verify-answer");
    // A hover of the bell can be in front of the button.
    await answer.getByRole("button", { name: "Details" }).press("Enter");
    await dialog.getByText(`GET http://${host}/v2/ with the credential: 200`).waitFor();
    await workbench.screenshot("verify-details");
    await dialog.getByRole("button", { name: "OK" }).click();
  });

  it("shows the requests of an image's pull in each theme, and as commands for curl", async () => {
    asked.length = 0;
    const { page } = workbench;
    await workbench.openFile("registries.yaml");
    await workbench.runCommand("K3s Registries: Verify Credentials…");
    await workbench.pick("An Image");
    await page.locator(".quick-input-widget input[type=text]").fill("other/app:1");
    await page.keyboard.press("Enter");
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.getByText("/v2/other/app/manifests/1?ns=docker.io").waitFor();
    await workbench.inEachTheme((theme) => workbench.screenshot(`verify-image-${theme}`));
    await dialog.getByRole("button", { name: "Show curl Commands" }).click();
    await page.locator(".view-line").filter({ hasText: "# How the registry asks for a login." }).first().waitFor();
    assert.doesNotMatch(await workbench.editorText(), new RegExp(marker));
    await workbench.screenshot("verify-curl");
    assert.deepEqual(asked, []);
  });
});
