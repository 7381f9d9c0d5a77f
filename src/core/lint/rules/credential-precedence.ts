import { chosenCredential, dependsOnTemplate, isSet, readBasicAuth } from "../../file/authPrecedence.ts";
import { type AuthFields, type Field, textOf } from "../../file/file.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { canRemove } from "../../yaml/restructure.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A registry has several credentials, of which only one is used";

/** Source: docs/how-k3s-reads-it/credentials.md#precedence. */
export const credentialPrecedence: Rule = {
  id: "credential-precedence",
  severity: "warning",
  fixes: true,
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const chosen = chosenCredential(auth);
      if (chosen === undefined || dependsOnTemplate(auth)) continue;
      const winner = chosen === "username" ? auth.username : chosen === "auth" ? auth.encoded : auth.identityToken;
      const ignored = (
        [
          ["identity_token", auth.identityToken],
          ["auth", auth.encoded],
        ] as const
      ).filter(([name, field]) => name !== chosen && isSet(field));
      const empty = chosen === "username" && !isSet(auth.password);
      for (const [name, field] of ignored)
        reports.push({
          at: field.path,
          part: "key",
          message: empty
            ? `This "${name}" has no effect: "username" takes precedence even without a password, and containerd then sends no secret. Remove the username or add its password.`
            : `This "${name}" has no effect, because "${chosen}" takes precedence in containerd. Remove one of them.`,
          related: [{ at: winner.path, message: `containerd uses this "${chosen}".` }],
          fixes: empty
            ? removals(doc, auth.username, "Remove the username", false)
            : removals(doc, field, `Remove ${name}`, name === "auth" && isSame(auth)),
          unused: true,
        });
    }
    return reports;
  },
};

function removals(doc: YamlDocument, field: Field, title: string, safe: boolean): readonly Fix[] {
  if (!canRemove(doc, field.path) || doc.properties(field.path).referenced) return [];
  return [{ title, safe, operations: [{ remove: field.path }] }];
}

/** True if `auth` contains the same username and password. */
function isSame({ username, password, encoded }: AuthFields): boolean {
  const reading = readBasicAuth(textOf(encoded) ?? "");
  return reading.ok && reading.username === textOf(username) && reading.password === textOf(password);
}
