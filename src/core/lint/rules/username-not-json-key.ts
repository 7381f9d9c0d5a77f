import { intendedPassword } from "../../credentials/password.ts";
import { repairJson } from "../../credentials/repairJson.ts";
import { textOf } from "../../registries/file.ts";
import type { Rule } from "../rule.ts";

/** Source: reference §6.1 (no username: anonymous), §6.2 (what the username tells Google). */
export const usernameNotJsonKey: Rule = {
  id: "username-not-json-key",
  summary: "The password is a service-account key, but the username is not _json_key",
  severity: "error",
  *check({ doc, configs }) {
    for (const { auth } of configs) {
      const { username, password } = auth;
      if (username.value.kind === "template" || textOf(username) === "_json_key") continue;
      const text = intendedPassword(doc, password);
      const json = text?.includes("service_account") ? repairJson(text) : undefined;
      if (json === undefined || !/"type": "service_account"/.test(json)) continue;
      const named = (textOf(username) ?? "") !== "";
      yield {
        at: named ? username.path : password.path,
        part: named ? "value" : "key",
        message: named
          ? "With a service-account key as the password the username must be _json_key: Google refuses any other, and pulls fail with 401 or 403."
          : "A service-account key needs the username _json_key: without a username containerd pulls anonymously, and Google answers 403.",
        fixes: [
          {
            title: "Set the username to _json_key",
            safe: true,
            operations: [{ set: username.path, value: "_json_key" }],
          },
        ],
      };
    }
  },
};
