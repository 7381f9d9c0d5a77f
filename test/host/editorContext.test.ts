import { assert } from "chai";
import { commands, window } from "vscode";
import { stub } from "./answers.ts";
import { api, closeEditors, openFile, replaceText, until } from "./documents.ts";

describe("the context keys of the active editor", () => {
  const keys = new Map<unknown, unknown>();
  let heard = (): void => {};
  let restore = (): void => {};
  before(async () => {
    await api();
    await closeEditors();
    const { executeCommand } = commands;
    restore = stub(commands, {
      executeCommand: (id: string, ...args: readonly unknown[]) => {
        if (id === "setContext") {
          keys.set(args[0], args[1]);
          heard();
        }
        return executeCommand(id, ...args);
      },
    });
  });
  after(async () => {
    restore();
    await closeEditors();
  });

  /** Waits until the last values that were set are these. */
  async function untilKeys(registries: boolean, credential: boolean, carries = false): Promise<void> {
    await until<true>(
      (look) => {
        heard = look;
        return { dispose: () => {} };
      },
      () =>
        (keys.get("k3sRegistries.editorHoldsRegistries") ?? false) === registries &&
        (keys.get("k3sRegistries.editorHoldsCredential") ?? false) === credential &&
        (keys.get("k3sRegistries.editorCarriesRegistries") ?? false) === carries
          ? true
          : undefined,
    );
  }

  it("are true for a registries.yaml of k3s, a file that carries one and a credential file, and for no other", async () => {
    const file = await openFile("context/registries.yaml", "mirrors:\n  docker.io: {}\n");
    await untilKeys(true, false);
    await openFile("context/values.yaml", "mirrors:\n  docker.io: {}\n");
    await untilKeys(false, false);
    await openFile("context/config.json", '{"auths": {"registry.example.com": {"auth": "dTpw"}}}');
    await untilKeys(false, true);
    await openFile("context/package.json", '{"name": "app"}');
    await untilKeys(false, false);
    const script = await openFile("context/install.sh", "#!/bin/sh\n");
    await untilKeys(false, false);
    await replaceText(script, "cat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors: {}\nEOF\n");
    await untilKeys(false, false, true);
    await window.showTextDocument(file);
    await untilKeys(true, false);
    await replaceText(file, "apiVersion: v1\nkind: List\n");
    await untilKeys(false, false);
    assert.deepEqual([...keys.keys()].sort(), [
      "k3sRegistries.editorCarriesRegistries",
      "k3sRegistries.editorHoldsCredential",
      "k3sRegistries.editorHoldsRegistries",
    ]);
  });
});
