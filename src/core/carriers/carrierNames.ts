/** Endings that template engines add to the name of a file that they write. */
const templateEndings = ["j2", "jinja", "jinja2", "tftpl", "tpl", "tmpl", "gotmpl", "in"];

const endings = "yaml yml json bu sls cfg tf tfvars hcl nix md markdown mdx sh bash zsh ksh ash mk rb start".split(" ");

/** Names of which most have no ending. */
const wholeNames = ["Dockerfile", "Containerfile", "Vagrantfile"]
  .flatMap((name) => [name, `${name}.*`, `*.${name}`])
  .concat("GNUmakefile", "Makefile", "makefile", "Justfile", "justfile", "user-data", "cloud-config");

const names = [...[...endings, ...templateEndings].map((ending) => `*.${ending}`), ...wholeNames];

/** Files in a workspace that can carry a registries.yaml, by their names. VS Code searches for nothing if braces are nested. */
export const carrierGlob = `**/{${names.join(",")}}`;

/** The same of a name. */
export const carrierName = new RegExp(`^(?:${names.join("|").replaceAll(".", "\\.").replaceAll("*", ".*")})$`);

/**
 * True if the name of a file is one of those that carry a registries.yaml, so that its content is worth a look. The name of
 * a registries.yaml itself is one of them.
 *
 * @param path its path or name, with `/`
 */
export function hasCarrierName(path: string): boolean {
  return carrierName.test(nameOf(path));
}

/** True if the name of a file is that of YAML, or none that says what is in it, so that it may be a bare registries.yaml. */
export function mayBeYaml(path: string): boolean {
  const name = nameOf(path);
  const ending = templateEndings.find((one) => name.endsWith(`.${one}`));
  const own = ending === undefined ? name : name.slice(0, -ending.length - 1);
  return !carrierName.test(own) || /\.(?:ya?ml|json|cfg)$/.test(own);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
