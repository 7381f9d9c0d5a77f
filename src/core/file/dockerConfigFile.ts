import type { YamlDocument } from "../yaml/document.ts";

/** Keys that only docker's `config.json` has. Source: docker/cli `cli/config/configfile/file.go`. */
const rootKeys: ReadonlySet<string> = new Set([
  "credsStore",
  "credHelpers",
  "HttpHeaders",
  "psFormat",
  "imagesFormat",
  "detachKeys",
  "currentContext",
  "cliPluginsExtraDirs",
  "proxies",
  "plugins",
]);
const entryKeys: ReadonlySet<string> = new Set(["email", "serveraddress", "identitytoken", "registrytoken"]);

/**
 * Whether the whole file is docker's `config.json`: `auths` as docker writes it, and no section that k3s uses. An
 * `auths` as old releases of k3s had it is none.
 */
export function isDockerConfig(doc: YamlDocument): boolean {
  if (doc.value(["mirrors"]).kind !== "missing" || doc.value(["configs"]).kind !== "missing") return false;
  const root = doc.value([]);
  if (root.kind !== "map") return false;
  if (doc.entries([]).some(({ key }) => rootKeys.has(key))) return true;
  if (doc.value(["auths"]).kind !== "map") return false;
  if (root.flow) return true;
  return doc
    .entries(["auths"])
    .some(({ key, path }) => key.includes("/") || doc.entries(path).some((field) => entryKeys.has(field.key)));
}
