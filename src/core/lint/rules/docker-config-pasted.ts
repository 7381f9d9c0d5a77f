import { type DockerCredential, dockerCredential, readDockerConfig } from "../../credentials/dockerConfig.ts";
import { isSet } from "../../file/authPrecedence.ts";
import { isDockerConfig } from "../../file/dockerConfigFile.ts";
import { type Field, type HostConfig, textOf } from "../../file/file.ts";
import { openRegistries } from "../../file/openRegistries.ts";
import { encodeText } from "../../text/base64.ts";
import { applyEdits } from "../../text/span.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { type NewMap, type Operation, operationEdits } from "../../yaml/edit.ts";
import { lineEnd } from "../../yaml/layout.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A Docker config.json is used where k3s expects its own settings";

/** Source: docker/cli `cli/config/configfile/file.go`; docs/how-k3s-reads-it/keys.md#auths. */
export const dockerConfigPasted: Rule = {
  id: "docker-config-pasted",
  severity: "error",
  fixes: true,
  check({ doc, configs }) {
    const reports: Report[] = [];
    if (isDockerConfig(doc)) reports.push(wholeFile(doc));
    for (const config of configs) {
      const { username, password, encoded, identityToken } = config.auth;
      for (const field of [username, password, encoded, identityToken]) {
        const report = pastedInto(config, field);
        if (report) reports.push(report);
      }
    }
    return reports;
  },
};

function wholeFile(doc: YamlDocument): Report {
  const entries = doc.entries(["auths"]);
  const found = entries.flatMap(({ key, path }) => {
    const fields = doc.entries(path).map((field) => [field.key, textOf(field)]);
    return dockerCredential(key, Object.fromEntries(fields)) ?? [];
  });
  const helper = ["credsStore", "credHelpers"].find((key) => doc.value([key]).kind !== "missing");
  const isElsewhere = helper !== undefined && found.length < Math.max(entries.length, 1);
  return {
    at: entries.length > 0 ? ["auths"] : [],
    part: entries.length > 0 ? "key" : "value",
    message: isElsewhere
      ? `This is Docker's config.json, which k3s does not use, and the secrets are in a credential helper ("${helper}"). Create a token for each registry and write it under "configs", in "auth" of its host.`
      : `This is Docker's config.json, which k3s does not use, so pulls go without its credentials. Write each registry under "configs", with its credential in "auth".`,
    fixes: found.length > 0 && found.length === entries.length ? rewriteFile(doc, found) : [],
  };
}

/** Replaces the whole file: nothing in it but the credentials means anything to k3s. */
function rewriteFile(doc: YamlDocument, found: readonly DockerCredential[]): readonly Fix[] {
  const root = doc.node([])?.node;
  const hosts = new Set(found.map(({ host }) => host));
  if (!root || hosts.size < found.length || doc.problems.length > 0) return [];
  if (/\s#/.test(doc.text.slice(root.start, root.end))) return [];
  const settings = Object.fromEntries(found.map((credential) => [credential.host, { auth: authOf(credential) }]));
  const written = applyEdits("", operationEdits(openRegistries("").doc, [{ set: ["configs"], value: settings }]));
  const text = written.trimEnd().replaceAll("\n", lineEnd(doc.text));
  return [
    {
      title: "Convert to configs",
      safe: true,
      operations: [{ write: { start: root.propertiesStart, end: root.end }, text }],
    },
  ];
}

function authOf({ auth, isEncoded }: DockerCredential): NewMap {
  if ("identityToken" in auth) return { identity_token: { quoted: auth.identityToken } };
  const { username, password } = auth;
  return isEncoded
    ? { auth: { quoted: encodeText(`${username}:${password}`) } }
    : { username: { quoted: username }, password: { quoted: password } };
}

function pastedInto({ host, auth }: HostConfig, field: Field): Report | undefined {
  const found = readDockerConfig(textOf(field) ?? "");
  if (!found) return undefined;
  const credential = found.find((entry) => entry.host === host) ?? (found.length === 1 ? found[0] : undefined);
  const name = String(field.path.at(-1));
  return {
    at: field.path,
    message: `This "${name}" is a whole Docker config.json, so every login fails. Write only the username and password that it contains for this registry.`,
    fixes: credential ? replaceBy(auth, field, credential, credential.host === host) : [],
  };
}

function replaceBy(
  fields: HostConfig["auth"],
  field: Field,
  credential: DockerCredential,
  safe: boolean,
): readonly Fix[] {
  const { auth, isEncoded } = credential;
  const { username, password, encoded, identityToken } = fields;
  if ("identityToken" in auth) return [];
  const operations: Operation[] = [];
  if (field.path === encoded.path) {
    if (!isEncoded || isSet(username) || isSet(identityToken)) return [];
    operations.push({ set: encoded.path, value: { quoted: encodeText(`${auth.username}:${auth.password}`) } });
  } else if (field.path === password.path || field.path === username.path) {
    operations.push({ set: username.path, value: { quoted: auth.username } });
    operations.push({ set: password.path, value: { quoted: auth.password } });
  } else return [];
  return [{ title: "Extract its credential for this registry", safe, operations }];
}
