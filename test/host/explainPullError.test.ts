import { assert } from "chai";
import { commands, env, Selection, type Uri, window, workspace } from "vscode";
import { readPullErrors } from "../../src/core/pullErrors/pullError.ts";
import type { Explainer } from "../../src/vscode/explain/panel.ts";
import type { ExplainState } from "../../src/webview/protocol/explain.ts";
import { answering } from "./answers.ts";
import { closeEditors, openFile } from "./documents.ts";
import { stateAfter } from "./explainStates.ts";

const marker = "CANARY-SECRET";
const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
configs:
  https://us-docker.pkg.dev:
    auth: {username: _json_key, password: ${marker}}
`;
const anonymous = `Warning  Failed  9s  kubelet  Failed to pull image "us-docker.pkg.dev/p/r/i:1": failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden`;
const refused = `Authorization: Bearer ${marker}\nFailed to pull image "docker.io/library/nginx:1": failed to do request: Head "https://user:${marker}@mirror.example.com/v2/library/nginx/manifests/1?ns=docker.io": dial tcp 10.0.0.1:443: connect: connection refused`;

const explain = (uri?: Uri, text?: string): Promise<unknown> =>
  Promise.resolve(commands.executeCommand("k3sRegistries.explainPullError", uri, text));

/** The first state after an action that explains an error. */
const explainedAfter = (
  action: (explainer: Explainer) => unknown,
  fits: (state: ExplainState) => boolean = ({ errors }) => errors.length > 0,
): Promise<ExplainState> => stateAfter(action, fits);

describe("Explain Pull Error", () => {
  afterEach(async () => {
    await env.clipboard.writeText("");
    await closeEditors();
  });

  it("explains what was copied by the file in front: lines, fixes, and what else leads to it", async () => {
    await openFile("error-copied/registries.yaml", file);
    await env.clipboard.writeText(anonymous);
    const { errors, image, steps } = await explainedAfter(() => explain());
    assert.equal(image, "us-docker.pkg.dev/p/r/i:1");
    assert.isNotEmpty(steps);
    const [cause] = errors[0]?.causes ?? [];
    assert.equal(cause?.link?.text, "Line 6");
    assert.equal(cause?.rule?.id, "registry-key-not-host");
    assert.deepEqual(
      cause?.fixes.map(({ title }) => title),
      ["Rename the key to us-docker.pkg.dev"],
    );
    assert.match(errors[0]?.outside[0] ?? "", /was not restarted/);
  });

  it("goes by the file of the page that is open, without asking", async () => {
    const { uri } = await openFile("error-page/registries.yaml", file);
    await stateAfter(() => commands.executeCommand("k3sRegistries.explainPull", uri, "nginx"));
    const { shown } = await answering({}, async () => {
      const { source } = await explainedAfter(() => explain(undefined, anonymous));
      assert.include(source, "error-page/registries.yaml");
    });
    assert.deepEqual(shown, []);
  });

  it("mends the file by the button, after which the file no longer leads to the error", async () => {
    const document = await openFile("error-fixed/registries.yaml", file);
    const { errors } = await explainedAfter(() => explain(undefined, anonymous));
    const fix = errors[0]?.causes?.[0]?.fixes[0]?.fix ?? -1;
    const after = await explainedAfter(
      (explainer) => explainer.receive({ type: "fix", fix }),
      (state) => state.errors.length > 0 && !state.errors[0]?.causes?.some(({ rule }) => rule !== undefined),
    );
    assert.equal(document.getText(), file.replace("https://us-docker.pkg.dev", "us-docker.pkg.dev"));
    assert.isTrue(document.isDirty);
    assert.match(after.errors[0]?.causes?.[0]?.text ?? "", /has not read the current file/);
  });

  it("takes what is selected before what was copied, and shows no secret of either or of the file", async () => {
    const registries = await openFile("error-selected/registries.yaml", file);
    await env.clipboard.writeText(anonymous);
    const log = await workspace.openTextDocument({ language: "plaintext", content: `${anonymous}\n\n${refused}\n` });
    const editor = await window.showTextDocument(log);
    const start = log.positionAt(log.getText().indexOf("Authorization"));
    editor.selection = new Selection(start, log.lineAt(log.lineCount - 1).range.end);
    const state = await explainedAfter(() => explain(registries.uri));
    assert.lengthOf(state.errors, 1);
    assert.equal(state.image, "docker.io/library/nginx:1");
    assert.equal(state.errors[0]?.causes?.[0]?.link?.text, "Line 4");
    assert.notInclude(JSON.stringify(state), marker);
  });

  it("asks for the text when none is at hand, and says when it is no error", async () => {
    await openFile("error-asked/registries.yaml", file);
    await env.clipboard.writeText("nothing of that kind");
    const state = await explainedAfter(() => answering({ inputs: [refused.replaceAll("\n", "")] }, () => explain()));
    assert.equal(state.errors[0]?.facts[1]?.value, "mirror.example.com");
    const { messages } = await answering({ inputs: ["all is well"] }, () => explain());
    assert.match(messages.join("\n"), /No known pull error found/);
  });

  it("explains an error without a registries.yaml: what it means, what to look for, what else leads to it", async () => {
    const state = await explainedAfter((explainer) => explainer.openErrors(undefined, readPullErrors(anonymous)));
    const [error] = state.errors;
    assert.isUndefined(error?.causes);
    assert.equal(error?.lookFor[0]?.rule.id, "endpoint-path-token");
    assert.match(error?.outside[0] ?? "", /was not restarted/);
    assert.match(state.problem?.text ?? "", /No registries\.yaml found in this workspace/);
    assert.deepEqual([state.image, state.steps.length, state.source], ["us-docker.pkg.dev/p/r/i:1", 0, ""]);
    assert.isFalse(state.asksImage, "no pull of another image can be explained");
  });

  it("explains an error without an image, and goes on to an image that is typed", async () => {
    await openFile("error-imageless/registries.yaml", file);
    const { errors, imageProblem, steps, asksImage } = await explainedAfter(() =>
      explain(undefined, "failed to fetch anonymous token: unexpected status: 403 Forbidden"),
    );
    assert.deepEqual([imageProblem, steps.length, asksImage], [undefined, 0, true]);
    assert.equal(errors[0]?.causes?.[0]?.link?.text, "Line 6");
    const next = await explainedAfter(
      (explainer) => explainer.receive({ type: "explain", image: "nginx" }),
      (state) => state.steps.length > 0,
    );
    assert.deepEqual(next.errors, []);
  });
});
