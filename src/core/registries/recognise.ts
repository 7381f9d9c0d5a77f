/** A root key of registries.yaml, in block or flow style; capitals and plurals are usual mistakes. */
const rootKey = /^(?:\ufeff)?(?:[{][ \t]*)?["']?(?:mirrors?|configs?|auths|Mirrors|Configs)["']?[ \t]*:/m;
const indentedRoot = /^\ufeff?(?:[ \t]*(?:#[^\r\n]*)?\r?\n|---[ \t]*\r?\n)*[ \t]*(?:mirrors|configs|auths)[ \t]*:/;
/** Pasted out of a terminal with the prompts of a heredoc: k3s can't read it, and should be found to be so. */
const promptedRoot = /^> ?(?:mirrors|configs)[ \t]*:/m;
const flowRoot = /^\ufeff?\s*\{\s*["']?(?:mirrors|configs|auths)["']?\s*:/;

/** Whether a path has a name by which a registries.yaml is found. */
export function hasRegistriesName(path: string): boolean {
  return /(?:^|\/)registries\.ya?ml$/.test(path);
}

/**
 * Whether a YAML document is a registries.yaml of k3s or RKE2. Other tools have files of that name; they are left
 * alone unless the path lies under `rancher/`.
 *
 * @param path the document's path, with `/`; empty for a document that has none yet
 * @param text its content
 */
export function isRegistriesFile(path: string, text: string): boolean {
  if (path !== "" && !hasRegistriesName(path)) return false;
  if (/(?:^|\/)rancher\/(?:.*\/)?registries\.ya?ml$/.test(path)) return true;
  if (foreign(text)) return false;
  if (path === "") return holdsRegistryMaps(text);
  return [rootKey, indentedRoot, flowRoot, promptedRoot].some((pattern) => pattern.test(text));
}

/** An untitled YAML document counts only when the keys under its root are those of registries.yaml as well. */
function holdsRegistryMaps(text: string): boolean {
  return /^(?:mirrors|configs)[ \t]*:/m.test(text) && /^\s+["']?(?:endpoint|auth|tls)s?["']?[ \t]*:/m.test(text);
}

/** Kubernetes manifests and the like: documents with an `apiVersion` at the root. */
function foreign(text: string): boolean {
  return /^(?:apiVersion|kind)[ \t]*:/m.test(text);
}
