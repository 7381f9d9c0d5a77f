/** Endings that template engines add to the name of a file that they write. */
const templateEnding = /\.(?:j2|jinja2?|tftpl|tpl|tmpl|gotmpl|in)$/;

const ending = /\.(?:ya?ml|json|bu|sls|cfg|tf|tfvars|hcl|nix|md|markdown|mdx|sh|bash|zsh|ksh|ash|mk|rb|start)$/;

/** Names without an ending. */
const wholeName =
  /^(?:(?:Dockerfile|Containerfile|Vagrantfile)(?:\..*)?|.*\.(?:Dockerfile|Containerfile)|GNUmakefile|[Mm]akefile|[Jj]ustfile|user-data|cloud-config)$/;

/**
 * True if the name of a file is one of those that carry a registries.yaml, so that its content is worth a look. The name of
 * a registries.yaml itself is one of them.
 *
 * @param path its path or name, with `/`
 */
export function hasCarrierName(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return ending.test(name) || templateEnding.test(name) || wholeName.test(name);
}

/** True if the name of a file is that of YAML, or none that says what is in it, so that it may be a bare registries.yaml. */
export function mayBeYaml(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(templateEnding, "");
  return !hasCarrierName(name) || /\.(?:ya?ml|json|cfg)$/.test(name);
}
