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
  return [rootKey, indentedRoot, flowRoot, promptedRoot].some((pattern) => pattern.test(text)) || isOneLevelOff(text);
}

/** Keys under which people put the sections, and resources of Rancher and Cluster API that have them so. */
const wrapper = /^(?:registr(?:y|ies)|private_?registr(?:y|ies)(?:config)?|rkeconfig|spec|containerd|k3s|rke2)$/i;
const registry = /^(?:localhost|.*\.[^.].*|.*:\d+)$/;
const flowEntry = /^\{\s*["']?(?:endpoint|rewrite|auth|tls)["']?[ \t]*:/;

/**
 * Whether a text is the content of registries.yaml one level off: its sections under a wrapper, or registries at the top
 * level. k3s ignores either, and other tools have no such keys.
 */
function isOneLevelOff(text: string): boolean {
  let root: string | undefined;
  let indent: number | undefined;
  for (const line of text.split("\n")) {
    // What decides is at the start of a line; a long one is a secret or a certificate.
    const found = /^( *)["']?([^\s"'#:](?:[^\s"'#:]|:(?=\S))*)["']?:(?=\s|$)(.*)/.exec(line.slice(0, 200));
    if (!found) continue;
    const [, { length } = "", key = "", rest = ""] = found;
    if (length === 0) {
      root = key;
      indent = undefined;
      if (registry.test(key) && flowEntry.test(rest.trim())) return true;
    } else if (root !== undefined) {
      indent ??= length;
      if (length !== indent) continue;
      if (registry.test(root) && /^(?:endpoint|rewrite|auth|tls)$/.test(key)) return true;
      if (wrapper.test(root) && /^(?:mirrors|configs)$/.test(key)) return true;
      // The next level of a resource.
      if (wrapper.test(root) && wrapper.test(key)) [root, indent] = [key, undefined];
    }
  }
  return false;
}

/** An untitled YAML document counts only when the keys under its root are those of registries.yaml as well. */
export function holdsRegistryMaps(text: string): boolean {
  return /^(?:mirrors|configs)[ \t]*:/m.test(text) && /^[ \t]+["']?(?:endpoint|auth|tls)s?["']?[ \t]*:/m.test(text);
}

/** Kubernetes manifests and the like: documents with an `apiVersion` at the root. */
export function foreign(text: string): boolean {
  return /^(?:apiVersion|kind)[ \t]*:/m.test(text);
}
