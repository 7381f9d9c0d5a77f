import * as z from "zod/mini";
import { portProblem } from "../hosts/registryHost.ts";
import { isJsonObject, jsonValue } from "../json/object.ts";
import { type Result, refuse } from "../text/result.ts";
import { before } from "../text/trim.ts";
import { fieldOf, type OtherMap, type OtherNode, readOtherYaml, resolved, stringOf } from "../yaml/otherYaml.ts";

export type NodeRole = "server" | "agent" | "unknown";

/** A node as `ssh` reaches it. */
export interface DeployNode {
  /** `user@host` or `host`, checked: it has no character that a shell or `ssh` reads as anything else. */
  readonly name: string;
  readonly role: NodeRole;
  readonly port?: number;
}

/** What counts for nodes whose line does not say it. */
export interface NodeDefaults {
  readonly user?: string;
  readonly port?: number;
}

/** A node as a list has it, before it is checked. */
interface Entry {
  readonly host: string;
  readonly user?: string | undefined;
  readonly port?: string | undefined;
  readonly role: NodeRole;
  /** Counted from 1 on; `undefined` where a reader does not know it. */
  readonly line?: number | undefined;
}

type Entries = Result<{ readonly entries: readonly Entry[] }>;

/** More nodes than one after the other make sense for. */
const maxNodes = 1000;
const maxLength = 1024 * 1024;
/** Groups can be in several others, so that a small inventory could have endless ways to a host. */
const maxVisits = 100_000;
const maxDepth = 20;

const userPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;
const hostPattern = /^(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,252}|[0-9A-Fa-f:]{2,39}|[0-9A-Fa-f:]{2,29}[0-9.]{7,15})$/;

/**
 * Reads a list of nodes: lines of `user@host [server|agent]`, with the port after a colon if it is not that of `ssh`; what
 * `kubectl get nodes` prints, as a table or as JSON; or an Ansible inventory, INI or YAML, with the groups that k3s-ansible
 * and RKE2's roles use.
 *
 * @returns the nodes in the order of the list, at least one; or what can't be read, and in which line
 */
export function readNodeList(
  text: string,
  defaults: NodeDefaults = {},
): Result<{ readonly nodes: readonly DeployNode[] }> {
  if (defaults.user !== undefined && !userPattern.test(defaults.user))
    return refuse('The user for all nodes is not a user name. Use letters, digits, "_", "." and "-".');
  if (defaults.port !== undefined && !isPort(defaults.port)) return refuse(portProblem);
  if (text.length > maxLength) return refuse("The node list is larger than 1 MB.");
  const read = entriesOf(text.replace(/^\ufeff/, ""));
  if (!read.ok) return read;
  if (read.entries.length > maxNodes) return refuse(`The node list has more than ${maxNodes} nodes.`);
  const nodes: DeployNode[] = [];
  for (const entry of read.entries) {
    const node = nodeOf(entry, defaults);
    if (!node.ok) return node;
    if (nodes.some(({ name, port }) => name === node.name && port === node.port))
      return refuse(`${place(entry)}: "${node.name}" is in the list twice.`);
    const { ok: _, ...rest } = node;
    nodes.push(rest);
  }
  if (nodes.length === 0) return refuse("The node list has no node.");
  return { ok: true, nodes };
}

/** How messages and answers name a node: two nodes may differ only in their ports. */
export function nodeLabel({ name, port }: DeployNode): string {
  return port === undefined ? name : `${name}:${port}`;
}

/** Writes nodes as a list of lines, which has nothing else of the list that they were read from. */
export function nodeLines(nodes: readonly DeployNode[]): string {
  return nodes
    .map((node) => `${nodeLabel({ ...node, name: `${node.name.replace(/^(?:.*@)?/, "$&[")}]` })} ${node.role}`)
    .join("\n");
}

function place({ line }: Entry): string {
  return line === undefined ? "Node list" : `Node list, line ${line}`;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}

function nodeOf(entry: Entry, defaults: NodeDefaults): Result<DeployNode> {
  const user = entry.user ?? defaults.user;
  const port = entry.port === undefined ? defaults.port : Number(entry.port);
  // Names are not shown: they can be anything.
  if (user !== undefined && !userPattern.test(user))
    return refuse(`${place(entry)}: this is not a user name. Use letters, digits, "_", "." and "-".`);
  if (!hostPattern.test(entry.host))
    return refuse(`${place(entry)}: this is not a host name or IP address. Write user@host, then server or agent.`);
  if (port !== undefined && !isPort(port)) return refuse(`${place(entry)}: this is not a port.`);
  const name = user === undefined ? entry.host : `${user}@${entry.host}`;
  return { ok: true, name, role: entry.role, ...(port !== undefined && { port }) };
}

function entriesOf(text: string): Entries {
  const lines = text.split(/\r\n|\n|\r/);
  const said = (line: string): boolean => /^\s*[^\s#;]/.test(line);
  const first = lines.find(said) ?? "";
  if (/^\s*\{/.test(first)) return kubernetesNodes(text);
  if (/^NAME\s+STATUS\s+ROLES\s/.test(first)) return { ok: true, entries: tableNodes(lines) };
  if (lines.some((line) => /^\[[^\]]*\]\s*(?:[#;].*)?$/.test(line))) return iniInventory(lines);
  if (lines.some((line) => /^[\w.-]+:\s*(?:#.*)?$/.test(line))) return yamlInventory(text);
  return { ok: true, entries: lines.flatMap((line, index) => (said(line) ? [lineNode(line, index + 1)] : [])) };
}

/** A line such as `root@10.0.0.5:2222 agent # comment`. With an unknown word it has no host, so that it is refused. */
function lineNode(text: string, line: number): Entry {
  const [name = "", role = "unknown", ...more] = before(text, /\s#/).trim().split(/\s+/);
  if ((role !== "server" && role !== "agent" && role !== "unknown") || more.length > 0)
    return { host: "", role: "unknown", line };
  const at = name.lastIndexOf("@");
  return { ...addressOf(name.slice(at + 1)), user: at < 0 ? undefined : name.slice(0, at), role, line };
}

/** A host with its port, if it has one. */
function addressOf(address: string): Pick<Entry, "host" | "port"> {
  const [, host = address, port] = /^\[([^\]]*)\](?::(\d+))?$/.exec(address) ?? /^([^:]*):(\d+)$/.exec(address) ?? [];
  return { host, port };
}

/** https://kubernetes.io/docs/reference/kubectl/generated/kubectl_get/: with `-o wide`, the table has the addresses. */
function tableNodes(lines: readonly string[]): readonly Entry[] {
  return lines.flatMap((text, index) => {
    // Only the columns after these can have spaces.
    const [name = "", , roles = "", , , internal = ""] = text.trim().split(/\s+/);
    if (name === "" || name === "NAME") return [];
    const host = /^[0-9A-Fa-f.:]+$/.test(internal) ? internal : name;
    return [{ host, role: /control-plane|master|etcd/.test(roles) ? "server" : "agent", line: index + 1 } as const];
  });
}

const kubernetesNode = z.object({
  // The API leaves it out in a list.
  kind: z.optional(z.literal("Node")),
  metadata: z.object({ name: z.string(), labels: z.optional(z.custom<object>(isJsonObject)) }),
  status: z.optional(z.object({ addresses: z.optional(z.array(z.object({ type: z.string(), address: z.string() }))) })),
});
const kubernetesList = z.object({ kind: z.literal(["List", "NodeList"]), items: z.array(kubernetesNode) });

/** What `kubectl get nodes -o json` prints. */
function kubernetesNodes(text: string): Entries {
  const list = z.union([kubernetesList, kubernetesNode]).safeParse(jsonValue(text));
  if (!list.success) return refuse("This JSON is not a list of nodes as kubectl get nodes -o json prints it.");
  const items = "items" in list.data ? list.data.items : [list.data];
  const entries = items.map(({ metadata: { name, labels }, status }): Entry => {
    const internal = status?.addresses?.find(({ type }) => type === "InternalIP");
    const isServer = /node-role\.kubernetes\.io\/(?:control-plane|master|etcd)(?: |$)/.test(
      Object.keys(labels ?? {}).join(" "),
    );
    return { host: internal?.address ?? name, role: isServer ? "server" : "agent" };
  });
  return { ok: true, entries };
}

/** A group of an inventory: its hosts with their variables, and the names of the groups in it. */
interface Group {
  readonly hosts: Map<string, { readonly line?: number; readonly variables: Map<string, string> }>;
  readonly children: Set<string>;
  readonly variables: Map<string, string>;
}
type Groups = Map<string, Group>;

function groupOf(groups: Groups, name: string): Group {
  const known = groups.get(name);
  if (known) return known;
  const group: Group = { hosts: new Map(), children: new Set(), variables: new Map() };
  groups.set(name, group);
  return group;
}

/** https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html */
function iniInventory(lines: readonly string[]): Entries {
  const groups: Groups = new Map();
  let group = groupOf(groups, "ungrouped");
  let kind: string | undefined;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const said = before(text, /(?:^|\s)[#;]/).trim();
    if (said === "") continue;
    const section = /^\[([^\]:]*)(?::(\w+))?\]$/.exec(said);
    if (section) {
      group = groupOf(groups, section[1] ?? "");
      kind = section[2];
    } else if (kind === "children") {
      groupOf(groups, said);
      group.children.add(said);
    } else if (kind === "vars") {
      const [name = "", value = ""] = split(said);
      group.variables.set(name, value);
    } else {
      // Quoted values can have spaces.
      const [name = "", ...words] = text.match(/(?:[^\s"']|"[^"]*"?|'[^']*'?)+/g) ?? [];
      const comment = words.findIndex((word) => /^[#;]/.test(word));
      group.hosts.set(name, { line, variables: new Map([...words, ""].slice(0, comment).map(split)) });
    }
  }
  return inventoryNodes(groups);
}

/** The two sides of `name=value`. */
function split(text: string): [string, string] {
  const at = text.indexOf("=");
  const value = at < 0 ? "" : text.slice(at + 1).trim();
  return [(at < 0 ? text : text.slice(0, at)).trim(), value.replace(/^(["'])(.*)\1$/, "$2")];
}

function yamlInventory(text: string): Entries {
  const { roots, fault, beyond } = readOtherYaml(text);
  const root = resolved(roots[0]);
  if (fault !== undefined || beyond !== undefined || root?.kind !== "map")
    return refuse("The node list looks like an Ansible inventory, but it is not valid YAML.");
  const groups: Groups = new Map();
  readGroups(root, groups, 0);
  return inventoryNodes(groups);
}

function readGroups(map: OtherMap, groups: Groups, depth: number): void {
  for (const { key, value } of depth > 20 ? [] : map.pairs) {
    const name = stringOf(key);
    const body = resolved(value);
    if (name === undefined) continue;
    const group = groupOf(groups, name);
    if (body?.kind !== "map") continue;
    for (const [host, own] of pairs(fieldOf(body, "hosts")))
      group.hosts.set(host, { variables: new Map(pairs(own).map(([name, value]) => [name, stringOf(value) ?? ""])) });
    for (const [name, value] of pairs(fieldOf(body, "vars"))) group.variables.set(name, stringOf(value) ?? "");
    const children = resolved(fieldOf(body, "children"));
    if (children?.kind !== "map") continue;
    for (const [child] of pairs(children)) group.children.add(child);
    readGroups(children, groups, depth + 1);
  }
}

function pairs(node: OtherNode | undefined): readonly (readonly [string, OtherNode | undefined])[] {
  const map = resolved(node);
  if (map?.kind !== "map") return [];
  return map.pairs.map(({ key, value }) => [stringOf(key) ?? "", value]);
}

/** What the groups are called in https://github.com/k3s-io/k3s-ansible and other roles. */
const serverGroup = /^(?:(?:k3s|rke2|kube)[_-]?)?(?:servers?|masters?|managers?|control_?planes?|controllers?|etcd)$/i;
const agentGroup = /^(?:(?:k3s|rke2|kube)[_-]?)?(?:agents?|nodes?|workers?)$/i;

function inventoryNodes(groups: Groups): Entries {
  const found = new Map<
    string,
    Pick<Entry, "role" | "line"> & { readonly within: Set<string>; readonly own: Map<string, string> }
  >();
  const depths = new Map<string, number>();
  let visits = 0;
  const visit = (name: string, role: NodeRole, above: readonly string[]): void => {
    const group = groups.get(name);
    if (!group || above.includes(name)) return;
    visits += above.length > maxDepth ? maxVisits : group.hosts.size + 1;
    if (visits > maxVisits) return;
    const kind = serverGroup.test(name) ? "server" : agentGroup.test(name) ? "agent" : role;
    const path = [...above, name];
    depths.set(name, Math.max(depths.get(name) ?? 0, path.length));
    for (const [host, { line, variables }] of group.hosts) {
      const known = found.get(host) ?? { role: kind, line, within: new Set(), own: new Map() };
      const kept = known.role === "server" || kind === "unknown" ? known.role : kind;
      for (const one of path) known.within.add(one);
      for (const [key, value] of variables) known.own.set(key, value);
      found.set(host, { ...known, role: kept, line: line ?? known.line });
    }
    for (const child of group.children) visit(child, kind, path);
  };
  const inner = new Set([...groups.values()].flatMap(({ children }) => [...children]));
  for (const name of groups.keys()) if (!inner.has(name)) visit(name, "unknown", name === "all" ? [] : ["all"]);
  if (visits > maxVisits) return refuse("The groups of the inventory are nested too deeply.");
  // A host's own variables count before those of its groups, an inner group before an outer one, and the last name.
  const rank = (name: string): number => depths.get(name) ?? 0;
  const entries = [...found].map(([host, { role, line, within, own }]): Entry => {
    const sorted = [...within].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    const all = new Map([...sorted.flatMap((name) => [...(groups.get(name)?.variables ?? [])]), ...own]);
    const said = (name: string): string | undefined => all.get(`ansible_${name}`) ?? all.get(`ansible_ssh_${name}`);
    const address = addressOf(host);
    return { host: said("host") ?? address.host, user: said("user"), port: said("port") ?? address.port, role, line };
  });
  return { ok: true, entries };
}
