import { chosenCredential, dependsOnTemplate, isSet, readBasicAuth } from "../../file/authPrecedence.ts";
import { type AuthFields, type Field, textOf } from "../../file/file.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { removal } from "../../yaml/restructure.ts";
import type { Fix, Report, Rule } from "../rule.ts";

const names = { username: "username", identity_token: "identity_token", auth: "auth" } as const;

/** Source: docs/how-k3s-reads-it/credentials.md#precedence. */
export const credentialPrecedence: Rule = {
  id: "credential-precedence",
  summary: "Of several credentials of one registry only one is used",
  severity: "warning",
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
            ? `containerd ignores this ${names[name]}, because a username is there: it wins even without a password, and then no secret is sent. Take the username out, or give it its password.`
            : `containerd ignores this ${names[name]}, because ${names[chosen]} is there and wins. Keep the one that is meant and take out the other.`,
          related: [{ at: winner.path, message: `This ${names[chosen]} is what containerd uses.` }],
          fixes: empty
            ? removals(doc, auth.username, "Take the username out", false)
            : removals(doc, field, `Take ${names[name]} out`, name === "auth" && isSame(auth)),
          unused: true,
        });
    }
    return reports;
  },
};

function removals(doc: YamlDocument, field: Field, title: string, safe: boolean): readonly Fix[] {
  if (removal(doc, field.path).length === 0 || doc.properties(field.path).referenced) return [];
  return [{ title, safe, operations: [{ remove: field.path }] }];
}

/** Whether `auth` holds nothing but the username and password that are there too. */
function isSame({ username, password, encoded }: AuthFields): boolean {
  const reading = readBasicAuth(textOf(encoded) ?? "");
  return reading.ok && reading.username === textOf(username) && reading.password === textOf(password);
}
