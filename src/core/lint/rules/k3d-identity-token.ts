import type { Rule } from "../rule.ts";

export const summary = "k3d drops identity_token, which it calls identitytoken";

/** Source: docs/how-k3s-reads-it/other-readers.md#k3d. */
export const k3dIdentityToken: Rule = {
  id: "k3d-identity-token",
  severity: "error",
  fixes: true,
  *check({ doc, configs }, { target }) {
    if (target?.product !== "k3d") return;
    for (const { auth } of configs) {
      const path = [...auth.path, "identity_token"];
      if (doc.value(path).kind === "missing") continue;
      const named = auth.unknown.some(({ key }) => key.toLowerCase() === "identitytoken");
      yield {
        at: path,
        part: "key",
        message: `k3d calls this key "identitytoken" and drops "identity_token", so k3s never gets the token. ${named ? "Remove it" : "Rename it"}.`,
        fixes: named
          ? []
          : [{ title: "Rename to identitytoken", safe: true, operations: [{ rename: path, key: "identitytoken" }] }],
      };
    }
  },
};
