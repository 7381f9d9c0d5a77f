import { openWorkbench, type Workbench } from "./workbench.ts";

const registries = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
configs:
  europe-west3-docker.pkg.dev:
    auth:
      username: _json_key
      password: '{"type":"service_account"}'
  half.example.com:
    auth:
      password: secret
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: half.example.com/shop/migrate:1.4
      containers:
        - name: web
          image: europe-west3-docker.pkg.dev/acme/shop/web:2.1.0
        - name: cache
          image: redis:7
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: report
              image: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/report:5
            - name: typo
              image: us-docker.pkg.dev/acme/shop/Mailer:1
`;
const values = `image:
  repository: us-docker.pkg.dev/acme/shop/api
  tag: ""
metrics:
  image: quay.io/prometheus/statsd-exporter:v0.27.1
cache:
  image:
    repository: redis
    tag: "7"
`;

/** Puts the cursor on a link and follows it by the keyboard: under the mouse, VS Code draws links anew all the time. */
async function openLink({ page, runCommand }: Workbench, text: string): Promise<void> {
  const box = await page.locator(".detected-link").filter({ hasText: text }).first().boundingBox();
  if (!box) throw new Error(`The link ${text} is not in sight`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await runCommand("Open Link");
}

describe("the images of a workspace", () => {
  let workbench: Workbench;
  before(async () => {
    const files = { "good/registries.yaml": registries, "deploy.yaml": deployment, "values.yaml": values };
    workbench = await openWorkbench({ files });
  });
  after(() => workbench?.close());

  it("stand on a page under what becomes of them, with links to their places", async () => {
    const { page } = workbench;
    await workbench.openFile("good/registries.yaml");
    await workbench.runCommand("K3s Registries: Check Images of This Workspace");
    await page.locator(".view-line").filter({ hasText: "Images of this workspace" }).first().waitFor();
    await page.locator(".view-line .detected-link").first().waitFor();
    await workbench.inEachTheme((theme) => workbench.screenshot(`images-${theme}`));
    await openLink(workbench, "deploy.yaml:28");
    await page.locator('.tab.active[data-resource-name="deploy.yaml"]').waitFor();
    await page.locator(".statusbar-item").filter({ hasText: "Ln 28" }).waitFor();
  });

  it("lead to the page that explains how they are pulled", async () => {
    const { page } = workbench;
    await page.locator(".tab").filter({ hasText: "Images of this workspace" }).click();
    await openLink(workbench, "half.example.com/shop/migrate:1.4");
    await workbench.webview("half.example.com");
    await workbench.screenshot("images-explained");
  });
});
