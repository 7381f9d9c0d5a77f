import { type Result, refuse } from "../text/result.ts";
import { delimiter } from "./delimiter.ts";
import { checkingNodePart } from "./nodeCheck.ts";
import type { DeployNode } from "./nodeList.ts";
import { deployingNodePart } from "./nodeScript.ts";
import type { NodeProduct } from "./wrapRegistries.ts";

/** How a script reaches the nodes, and what it does there. */
export interface ScriptOptions {
  /** False if the user of the nodes is root, or may do it all; otherwise `sudo -n` or `doas -n` is used unless it is root. */
  readonly sudo?: boolean;
  /** How long a restart may take, in seconds. */
  readonly timeout?: number;
  /** An image that each node pulls afterwards. */
  readonly testPull?: string;
}

export interface SshScript {
  /** SHA-256 of the file's bytes, in hex. */
  readonly sha256: string;
  /** The text of a file that is a part of another, so that the script contains it: `sha256` is that of `carriedText`. */
  readonly text?: string;
  readonly nodes: readonly DeployNode[];
  readonly product: NodeProduct;
  readonly options?: ScriptOptions;
}

export const defaultTimeout = 90;
const maxTimeout = 3600;

/** The text that a script with a text in it puts on the nodes: a here-document always ends with a line end. */
export function carriedText(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/**
 * Makes a POSIX shell script that puts a registries.yaml on nodes by `ssh`, one node after the other, and restarts k3s
 * there. It has the options `--dry-run`, `--check` and `--undo`.
 *
 * @returns the script, which contains the file only if a `text` is given, and is then a secret
 */
export function sshScript(script: SshScript): Result<{ readonly text: string }> {
  const problem = optionProblem(script);
  if (problem !== undefined) return refuse(problem);
  const { sha256, text, nodes, product, options = {} } = script;
  if (text?.includes("\0")) return refuse("This registries.yaml contains a NUL character. Remove it.");
  const carried = text === undefined ? undefined : carriedText(text);
  const file = carried === undefined ? " registries.yaml" : "";
  return {
    ok: true,
    text: `#!/bin/sh
# Puts registries.yaml on the nodes below, one after the other, and restarts ${product} there. Made by K3s Registries.
#
#   sh deploy.sh${file.padEnd(17)} deploys ${carried === undefined ? 'the file; "-" reads it from standard input' : "the file below"}
#   sh deploy.sh --dry-run         shows on which nodes the file differs
#   sh deploy.sh --check           prints a line of JSON for each node; changes nothing
#   sh deploy.sh --undo            puts back what was there before
#
# An agent comes first, to try the file, then the servers. The first failure ends it: that node gets its old file back,
# and the nodes after it are not touched.
${head(ordered(nodes), settings(product, sha256, options), options, deployingNodePart)}
${carried === undefined ? namedFile : heredoc(carried)}
${deployingMain(sha256, carried === undefined)}`,
  };
}

/**
 * Makes the script that only asks what the nodes have: the same as `--check` of `sshScript`, without the parts that write.
 *
 * @throws nothing: of invalid options the defaults count
 */
export function checkScript({
  nodes,
  product,
  options = {},
}: Pick<SshScript, "nodes" | "product" | "options">): string {
  return `#!/bin/sh
# Prints what the nodes below have of registries.yaml and ${product}, a line of JSON for each. It changes nothing there.
# Made by K3s Registries.
${head(nodes, `product=${product}`, options, checkingNodePart)}
mode=check
status=0
while read -r name _ port <&3; do
  check || status=1
done 3<<END
$nodes
END
exit "$status"
`;
}

/** https://github.com/distribution/reference/blob/v0.6.0/reference.go, and no more of it than a shell needs. */
const imagePattern = /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,500}$/;

function optionProblem({ sha256, options = {} }: SshScript): string | undefined {
  const { timeout = defaultTimeout, testPull } = options;
  if (!/^[0-9a-f]{64}$/.test(sha256)) return "The SHA-256 of the file is missing.";
  if (!(Number.isInteger(timeout) && timeout > 0 && timeout <= maxTimeout))
    return `The time limit must be 1 to ${maxTimeout} seconds.`;
  if (testPull !== undefined && !imagePattern.test(testPull)) return "The image to pull is not an image name.";
  return undefined;
}

/** The first agent tries the file: if it fails, the cluster is still there. */
function ordered(nodes: readonly DeployNode[]): readonly DeployNode[] {
  const [first, ...agents] = nodes.filter(({ role }) => role === "agent");
  return [...(first ? [first] : []), ...nodes.filter(({ role }) => role !== "agent"), ...agents];
}

/** The settings of the node part, in its shell. All values are checked. */
function settings(product: NodeProduct, sha256: string, { timeout, testPull = "" }: ScriptOptions): string {
  return `product=${product} sha256=${sha256} limit=${timeout ?? defaultTimeout} image=${testPull}`;
}

/** Runs a text as root. `$0` reads the node part from standard input, of which the file is the rest. */
const asRoot =
  'if [ "$(id -u)" = 0 ]; then eval "$0"; exit; fi; for as in sudo doas; do if command -v $as >/dev/null && $as -n sh -c : </dev/null; then exec $as -n sh -c "$0"; fi; done; exit 90';

function head(nodes: readonly DeployNode[], set: string, { sudo = true }: ScriptOptions, part: string): string {
  const lines = nodes.map(({ name, role, port }) => `${name} ${role}${port === undefined ? "" : ` ${port}`}`);
  return `set -u
export LC_ALL=C

nodes='${lines.join("\n")}'
settings='${set}'

node_part() {
  cat <<'NODE_PART'
${part}NODE_PART
}
part=$(node_part)

# Sends the node part by standard input, and the file after it: no argument has a part of it.
on_node() {
  sent="mode=$mode $settings
$part
$mode"
  # shellcheck disable=SC2016
  run='${sudo ? asRoot : 'eval "$0"'}'
  {
    printf '%s' "$sent"
    cat
  } | ssh -T -o ConnectTimeout=10 -o ServerAliveInterval=15 \${port:+-p "$port"} -- "$name" \\
    "sh -c '$run' 'eval \\"\\$(dd bs=1 count=\${#sent} 2>/dev/null)\\"'"
}

check() {
  answer=$({
    on_node </dev/null
    printf '\\nstatus %s\\n' "$?"
  } | head -c 131072)
  line=$(printf '%s\\n' "$answer" | sed -n '/^{"k3sRegistries":1,.*}$/{p;q;}')
  if [ -z "$line" ]; then
    case $answer in
    *'status 90') problem='no sudo' ;;
    *'status 255') problem=unreachable ;;
    *) problem='no answer' ;;
    esac
    line="{\\"k3sRegistries\\":1,\\"problem\\":\\"$problem\\"}"
  fi
  # Of two equal names in JSON the last one counts: a node can't answer for another one.
  printf '%s,"node":"%s"}\\n' "\${line%\\}}" "$name\${port:+:$port}"
}
`;
}

/** The file comes as an argument. */
const namedFile = `content() { cat <"$file"; }
`;

/** The file is in the script, between two lines with a word that is none of its own. */
function heredoc(text: string): string {
  const word = delimiter(text, "REGISTRIES_YAML");
  return `content() {
  cat <<'${word}'
${text}${word}
}
`;
}

function deployingMain(sha256: string, named: boolean): string {
  return `say() { printf '%s\\n' "$*" >&2; }

sum() {
  if command -v sha256sum >/dev/null; then sha256sum; elif command -v shasum >/dev/null; then shasum -a 256; else openssl dgst -sha256 -r; fi |
    cut -d ' ' -f 1
}

usage() {
  sed -n 's/^#   sh deploy.sh/sh deploy.sh/p' "$0" >&2
  exit 2
}

mode=deploy file=''
for argument; do
  case $argument in
  --dry-run) mode=compare ;;
  --check) mode=check ;;
  --undo) mode=undo ;;
  -?*) usage ;;
  *) if [ -n "$file" ]; then usage; else file=$argument; fi ;;
  esac
done
${
  named
    ? `if [ "$mode" = deploy ]; then
  if [ -z "$file" ]; then usage; fi
  if [ "$file" = - ]; then
    copy=$(mktemp) || exit 2
    trap 'rm -f "$copy"' EXIT
    cat >"$copy" || exit 2
    file=$copy
  fi
`
    : `if [ -n "$file" ]; then usage; fi
if [ "$mode" = deploy ]; then
`
}  if [ "$(content | sum)" != ${sha256} ]; then
    say 'This is not the file that the script was made for. Make the script again.'
    exit 2
  fi
fi

label='' done=0 status=0
trap 'say "Interrupted at $label. That node finishes, or puts the old file back. To see which: sh $0 --check"; exit 130' INT TERM
while read -r name role port <&3; do
  label=$name\${port:+:$port}
  if [ "$mode" = check ]; then
    check || status=1
    continue
  fi
  if [ "$role" = unknown ]; then say "$label"; else say "$label ($role)"; fi
  if [ "$mode" = deploy ]; then content; fi | on_node
  case $? in
  0)
    done=$((done + 1))
    continue
    ;;
  90) say '  sudo and doas are missing, or want a password' ;;
  255) say '  ssh could not connect, or lost the connection: ask with --check' ;;
  esac
  status=1
  if [ "$mode" = compare ]; then continue; fi
  left=''
  while read -r name role port <&3; do left="$left $name\${port:+:$port}"; done
  say "Stopped at $label.\${left:+ Not touched:$left}"
done 3<<END
$nodes
END
if [ "$mode" = deploy ]; then say "Nodes that have the file: $done. To undo it on all: this script with --undo"; fi
exit "$status"
`;
}
