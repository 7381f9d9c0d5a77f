import { writesNoHostsToml } from "../containerd/containerdFiles.ts";
import type { NodeOptions } from "../containerd/hostsFiles.ts";
import { maskedError } from "../display/masked.ts";
import { shownKey } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import { describeTarget, productNames, releaseName } from "../file/release.ts";
import { shownTime } from "../text/shownTime.ts";
import { type NodeAnswer, nodeTarget } from "./answers.ts";
import { type Digest, type HostsDifference, type WrittenHosts, writtenHosts } from "./writtenHosts.ts";

/** What the nodes should have. */
export interface ExpectedFile {
  /** The SHA-256 of the bytes of the file, in lowercase hexadecimal digits; several if several are right. */
  readonly sha256: readonly string[];
  readonly file: RegistriesFile;
  /** What the settings say of the nodes. */
  readonly options: NodeOptions;
}

export type DifferenceKind =
  | "not-checked"
  | "stopped"
  | "starting"
  | "waiting"
  | "missing"
  | "other-file"
  | "restart"
  | "mode"
  | "hosts.toml"
  | "flags"
  | "release";

/** Something in which a node is not as it should be. Its texts are printable and have no secret. */
export interface NodeDifference {
  readonly kind: DifferenceKind;
  /** `information` says something of the node that is not wrong. */
  readonly severity: "error" | "warning" | "information";
  /** What differs, and its consequence. */
  readonly text: string;
  /** What to do; empty where there is nothing to do. A command for the node follows it. */
  readonly remedy: string;
  /** A command to run on the node; empty where none helps. */
  readonly command: string;
  /** The keys of the registries whose hosts.toml differs, and that the file has. */
  readonly registries: readonly string[];
}

/** What is known of one node. Its texts are printable and have no secret. */
export interface NodeRow {
  readonly node: string;
  /** `different` if a difference is an error or a warning, `failed` if the node could not be asked. */
  readonly state: "same" | "different" | "failed";
  /** What runs there, as `k3s v1.30.4+k3s1`; empty if that is unknown. */
  readonly release: string;
  /** The options that its hosts.toml files were written with; `undefined` where they do not tell. */
  readonly options: NodeOptions | undefined;
  /** When its registries.yaml was changed and when the service was started, in seconds since 1970. */
  readonly modified: number | undefined;
  readonly started: number | undefined;
  /** Sorted by severity. */
  readonly differences: readonly NodeDifference[];
  readonly answer: NodeAnswer;
}

/**
 * Compares what nodes answered with the file that they should have.
 *
 * @param digest computes a SHA-256
 * @returns a row for each answer, in their order
 */
export async function compareNodes(
  answers: readonly NodeAnswer[],
  expected: ExpectedFile,
  digest: Digest,
): Promise<readonly NodeRow[]> {
  return Promise.all(answers.map((answer) => rowOf(answer, expected, digest)));
}

/**
 * Returns what a check tells of the nodes that a pull error may come from: how they run, where all of them agree, and
 * which of them have not read the file.
 *
 * @param options what the settings say of the nodes
 */
export function knownNodes(
  rows: readonly NodeRow[],
  options: NodeOptions,
): { readonly options: NodeOptions; readonly remarks: readonly string[] } {
  const asked = rows.filter(({ state }) => state !== "failed");
  const common = <T>(of: (row: NodeRow) => T | undefined): T | undefined => {
    const [first, ...others] = asked.map(of);
    return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
  };
  const target = common(({ answer }) => nodeTarget(answer));
  const flags = common((row) => row.options && { ...row.options, target: undefined });
  const unread = asked.filter(({ differences }) => differences.some(({ kind }) => unreadKinds.includes(kind)));
  const names = listed(unread.map(({ node }) => node));
  return {
    options: {
      ...options,
      ...(flags && { ...flags, target: options.target }),
      ...(target && { target: { ...options.target, ...target } }),
    },
    remarks:
      unread.length === 0
        ? []
        : [`According to the last check, ${names} ${unread.length === 1 ? "has" : "have"} not read this file.`],
  };
}

const unreadKinds: readonly DifferenceKind[] = ["missing", "other-file", "restart", "waiting"];

async function rowOf(answer: NodeAnswer, { sha256, file, options }: ExpectedFile, digest: Digest): Promise<NodeRow> {
  const target = nodeTarget(answer);
  const known: NodeOptions = { ...options, target: { ...(target.product ? {} : options.target), ...target } };
  const isSame = answer.file ? sha256.includes(answer.file.sha256) : false;
  const canWrite = file.reading.ok && answer.certsd && !writesNoHostsToml(target);
  const hosts =
    canWrite && file.reading.ok ? await writtenHosts(answer, file.reading.registry, known, digest) : undefined;
  const explained = hosts?.differences.length === 0 && !hosts.ambiguous ? hosts.options : undefined;
  const differences = answer.problem
    ? [notChecked(answer.problem)]
    : [
        ...fileDifferences(answer, isSame, hosts),
        ...serviceDifferences(answer, isSame, hosts),
        ...(isSame && hosts ? hostsDifferences(hosts, answer) : []),
        ...settingsDifferences(answer, options, explained),
      ];
  const isWrong = differences.some(({ severity }) => severity !== "information");
  return {
    node: answer.node,
    state: answer.problem ? "failed" : isWrong ? "different" : "same",
    release: target.product === undefined && !target.version ? "" : describeTarget(target).replace(", any version", ""),
    options: explained,
    modified: answer.file?.modified ?? undefined,
    started: answer.started ?? undefined,
    differences: order.flatMap((severity) => differences.filter((one) => one.severity === severity)),
    answer,
  };
}

const order: readonly NodeDifference["severity"][] = ["error", "warning", "information"];

function difference(
  kind: DifferenceKind,
  severity: NodeDifference["severity"],
  text: string,
  remedy: string,
  command = "",
  registries: readonly string[] = [],
): NodeDifference {
  return { kind, severity, text, remedy, command, registries };
}

function notChecked(problem: string): NodeDifference {
  const remedies = new Map([
    ["unreachable", "Check its name, the network and the SSH key."],
    ["no sudo", "Connect as root, or let the user run sudo without a password."],
    ["no k3s or RKE2 unit", "Install k3s or RKE2 there, or remove the node from the list."],
  ]);
  return difference("not-checked", "error", `The node could not be checked: ${problem}.`, remedies.get(problem) ?? "");
}

function fileDifferences(
  { file, path }: NodeAnswer,
  isSame: boolean,
  hosts: WrittenHosts | undefined,
): readonly NodeDifference[] {
  const deploy = "Deploy the file to this node.";
  if (!file) {
    return [difference("missing", "error", `The node has no registries.yaml${path ? ` at ${path}` : ""}.`, deploy)];
  }
  const found: NodeDifference[] = [];
  if (!isSame) {
    const when = file.modified ? `, last changed ${shownTime(file.modified)}` : "";
    const alike =
      hosts?.differences.length === 0 ? " It gives the same hosts.toml, so credentials or comments differ." : "";
    found.push(difference("other-file", "error", `The node has another registries.yaml${when}.${alike}`, deploy));
  }
  const mode = Number.parseInt(file.mode, 8) % 0o1000;
  if ((mode & 0o077) !== 0)
    found.push(
      difference(
        "mode",
        "warning",
        `Users other than root can read the credentials: the mode is ${file.mode.padStart(4, "0")}.`,
        "Let only root read it:",
        /^\/[\w./-]+$/.test(path ?? "") ? `sudo chmod 600 ${path}` : "",
      ),
    );
  return found;
}

function serviceDifferences(
  answer: NodeAnswer,
  isSame: boolean,
  hosts: WrittenHosts | undefined,
): readonly NodeDifference[] {
  const { active, waiting, file, started } = answer;
  const name = productNames[answer.product ?? "k3s"];
  const log = ["Look at its log:", logOf(answer)] as const;
  if (waiting) {
    // Agents also wait like this for their server.
    if (!/^yaml: |registries/.test(waiting))
      return [difference("starting", "warning", `${name} waits at startup: ${waiting}`, ...log)];
    const error = maskedError({ ok: false, error: waiting, offset: 0, typeFaults: [] });
    const remedy = isSame ? "Fix the file, then deploy it again." : "Deploy a file that k3s can read.";
    return [difference("waiting", "error", `${name} can't read its file and hangs at startup: ${error}`, remedy)];
  }
  if (active === "activating") return [difference("starting", "warning", "The service is still starting.", ...log)];
  if (active && !/^(?:active|reloading|started|running)$/.test(active))
    return [difference("stopped", "error", `The service is not running (${active}).`, ...log)];
  if (!file?.modified || !started || file.modified <= started) return [];
  const written = isSame ? (hosts?.differences.map(({ folder }) => folder) ?? []) : [];
  const changing = written.length > 0 ? ` A restart rewrites hosts.toml of ${listed(written)}.` : "";
  return [
    difference(
      "restart",
      // Deploying the right file restarts it too.
      isSame ? "error" : "information",
      `${name} still runs with what it read at startup on ${shownTime(started)}: registries.yaml was written later, on ${shownTime(file.modified)}.${changing}`,
      isSame ? "Restart it:" : "",
      isSame ? restartOf(answer) : "",
    ),
  ];
}

function hostsDifferences({ differences, certain }: WrittenHosts, answer: NodeAnswer): readonly NodeDifference[] {
  const { waiting, file, started } = answer;
  // Before a restart, the files are those of the file before; a difference has been said with it.
  const isDue = file?.modified && started && file.modified > started;
  if (differences.length === 0 || waiting || isDue) return [];
  const said = (kind: HostsDifference["kind"], words: string): readonly string[] => {
    const folders = differences.filter((one) => one.kind === kind).map(({ folder }) => folder);
    return folders.length === 0 ? [] : [`${words} ${listed(folders)}`];
  };
  const facts = [
    ...said("differs", "another hosts.toml for"),
    ...said("missing", "no hosts.toml for"),
    ...said("extra", "a leftover hosts.toml for"),
  ].join(", ");
  const text = `The node has ${facts}.`;
  const registries = differences.flatMap(({ registry }) => (registry === undefined ? [] : [registry]));
  if (certain)
    return [difference("hosts.toml", "warning", text, "Restart the service:", restartOf(answer), registries)];
  const release = releaseName(nodeTarget(answer));
  const doubt = `${release ?? "Its release is not known, and"} may write them in another form, so this can be right.`;
  return [difference("hosts.toml", "information", `${text} ${doubt}`, "", "", registries)];
}

function settingsDifferences(
  answer: NodeAnswer,
  options: NodeOptions,
  explained: NodeOptions | undefined,
): readonly NodeDifference[] {
  const found: NodeDifference[] = [];
  const said = (kind: DifferenceKind, text: string): void => {
    found.push(difference(kind, "information", text, "Change the settings, so that lint and explain fit the node."));
  };
  if (
    explained &&
    (Boolean(explained.embeddedRegistry) !== Boolean(options.embeddedRegistry) ||
      Boolean(explained.disableDefaultEndpoint) !== Boolean(options.disableDefaultEndpoint))
  )
    said("flags", `The node runs ${flagNames(explained)}, unlike the settings.`);
  const { product, version } = nodeTarget(answer);
  const { target = {} } = options;
  const isOther =
    (target.product && product && target.product !== product && target.product !== "k3d") ||
    (target.version &&
      version &&
      target.version.some((part, at) => part !== version[at] && part < Number.MAX_SAFE_INTEGER));
  if (isOther) said("release", `The settings are for ${describeTarget(target)}, unlike the node.`);
  return found;
}

/** The flags of a node as k3s knows them. */
export function nodeFlags({ embeddedRegistry, disableDefaultEndpoint }: NodeOptions): readonly string[] {
  return [
    ...(embeddedRegistry ? ["--embedded-registry"] : []),
    ...(disableDefaultEndpoint ? ["--disable-default-registry-endpoint"] : []),
  ];
}

/** Names the flags of a node, as `with --embedded-registry`. */
export function flagNames(options: NodeOptions): string {
  const names = nodeFlags(options);
  return names.length === 0
    ? "without --embedded-registry and --disable-default-registry-endpoint"
    : `with ${names.join(" and ")}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).map(shownKey).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** The unit of a node, where its name is one that a command may contain. */
function unitOf({ unit, product }: NodeAnswer): string {
  return unit && /^(?:k3s|rke2)[\w.@-]{0,60}$/.test(unit) ? unit : product === "rke2" ? "rke2-server" : "k3s";
}

function restartOf(answer: NodeAnswer): string {
  return answer.init === "openrc"
    ? `sudo rc-service ${unitOf(answer)} restart`
    : `sudo systemctl restart ${unitOf(answer)}`;
}

function logOf(answer: NodeAnswer): string {
  return answer.init === "openrc"
    ? `sudo tail -n 50 /var/log/${unitOf(answer)}.log`
    : `sudo journalctl -n 50 -u ${unitOf(answer)}`;
}
