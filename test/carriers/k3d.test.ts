import assert from "node:assert/strict";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { containerdPreview } from "../../src/core/containerd/containerdPreview.ts";
import { convertIntoRegion } from "../../src/core/convert/convertIntoRegion.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { fixCarrier, lintCarrier } from "../../src/core/lint/lintCarrier.ts";
import { pullPlan } from "../../src/core/pull/plan.ts";
import { unreadableSummary } from "../../src/core/pull/summary.ts";

function k3d(text: string): CarrierFile {
  const lines = text.replace(/^(?=.)/gm, "    ");
  return openCarrier("k3d.yaml", `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: |\n${lines}`);
}

function messagesOf(carrier: CarrierFile): readonly string[] {
  return lintCarrier(carrier).findings.map(({ message }) => message);
}

const broken = "mirrors:\n  docker.io: text\n";

describe("a region that k3d reads", () => {
  it("says that k3d stops, wherever it is shown", () => {
    const [region] = k3d(broken).regions;
    assert.ok(region);
    const { file } = region;
    const image = parseImage("docker.io/library/nginx");
    assert.ok(image.ok);
    const plan = pullPlan(file, image.image, { target: { product: "k3d" } });
    assert.ok(!plan.ok);
    assert.match(plan.problem, /^k3d can't read this file: json: cannot unmarshal string/);
    assert.equal(unreadableSummary({ product: "k3d" }, file), "k3d creates no cluster until it can read the file.");
    assert.match(containerdPreview(file, {}).remarks.join(), /^k3d can't read this file/);
  });

  it("says so of a file in which a registry is called k3s", () => {
    const messages = messagesOf(k3d(`${broken}  k3s:\n    endpoint: [https://k3s]\n`));
    assert.ok(messages.some((message) => message.includes("so k3d stops with an error and creates no cluster")));
    assert.ok(!messages.some((message) => message.includes("hangs")));
  });

  it("leaves a registries.yaml of its own to k3s", () => {
    const file = openRegistries(broken);
    assert.match(unreadableSummary({}, file), /^k3s hangs at startup/);
    assert.equal(file.reader, "k3s");
    assert.equal(
      openCarrier("install.sh", "cat > /etc/rancher/k3s/registries.yaml <<'EOF'\nmirrors: {}\nconfigs: {}\nEOF\n")
        .regions[0]?.file.reader,
      "k3s",
    );
  });

  it("is what a script gives to k3d", () => {
    const script = `k3d cluster create --registry-config <(cat <<'EOF'\nmirrors:\n  docker.io: text\nEOF\n)\n`;
    const messages = messagesOf(openCarrier("create.sh", script));
    assert.ok(messages.some((message) => message.includes("k3d stops with an error")));
  });

  it("loses nothing by a rename that k3s would not see", () => {
    const text = "configs:\n  reg.example.com:\n    auth:\n      identity_token: made-up\n";
    const carrier = k3d(text);
    assert.equal(fixCarrier(lintCarrier(carrier)).text, carrier.text.replace("identity_token", "identitytoken"));
    assert.equal(fixAll(text, { target: { product: "k3d" } }), text.replace("identity_token", "identitytoken"));
    assert.equal(fixAll(text), text);
  });

  it("gets an identity token under the name that k3d reads", () => {
    const credential = {
      kind: "docker-config",
      auth: { identityToken: "made-up" },
      description: { kind: "docker-config" },
    } as unknown as Parameters<typeof convertIntoRegion>[2]["assignments"][number]["credential"];
    const result = convertIntoRegion(
      k3d("mirrors:\n  reg.example.com:\n    endpoint: [https://reg.example.com]\n"),
      0,
      {
        assignments: [{ credential, hosts: ["reg.example.com"] }],
        mirrors: false,
        target: { product: "k3d" },
      },
    );
    assert.ok(result.ok);
    const reading = result.carrier.regions[0]?.file.reading;
    assert.ok(reading?.ok);
    assert.equal(reading.registry.configs["reg.example.com"]?.auth?.identity_token, "made-up");
  });
});
