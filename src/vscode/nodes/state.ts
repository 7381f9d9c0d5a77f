import { l10n, type Uri } from "vscode";
import { maskedAddress } from "../../core/display/masked.ts";
import { flagNames, type NodeDifference, type NodeRow } from "../../core/nodes/compareNodes.ts";
import { lineStarts } from "../../core/text/lines.ts";
import { shownTime } from "../../core/text/shownTime.ts";
import type { NodeDifferenceView, NodeLink, NodesState, NodesTexts, NodeView } from "../../webview/protocol/nodes.ts";
import { regionLabel } from "../regionPicker.ts";
import type { ComparedNodes, NodeCheck } from "./comparedNodes.ts";

/** What a link of the page leads to. */
export type NodesTarget =
  | { readonly to: "check" | "deploy" | "target" | "flags" }
  | { readonly to: "copy"; readonly command: string }
  | { readonly to: "page"; readonly rule: string }
  | { readonly to: "hosts.toml"; readonly registry: string }
  /** A line of the registries.yaml, as its UTF-16 offset. */
  | { readonly to: "line"; readonly offset: number };

/** The state of the page, with what its links lead to. The page gets only their numbers. */
export interface ShownNodes {
  readonly state: NodesState;
  readonly targets: readonly NodesTarget[];
}

/** More registries than these have no link of their own. */
const mostRegistries = 4;

/** @param compared `undefined` if the registries.yaml is gone */
export function nodesState(address: Uri, { at }: NodeCheck, compared: ComparedNodes | undefined): ShownNodes {
  const targets: NodesTarget[] = [];
  const link = (target: NodesTarget, text: string, label = text): NodeLink => ({
    link: targets.push(target) - 1,
    text,
    label,
  });
  const name = regionLabel(address, compared?.opened.region);
  const rows = compared?.rows ?? [];
  const same = rows.filter(({ state }) => state === "same").length;
  const state: NodesState = {
    type: "state",
    source: l10n.t("{0}, compared with the answers of {1}", name, shownTime(at / 1000)),
    problem: compared ? undefined : l10n.t("The file is no longer open and was not saved."),
    summary: !compared
      ? ""
      : rows.length === 0
        ? l10n.t("No node has answered.")
        : l10n.t("{0} of {1} nodes have this file and run with it.", same, rows.length),
    notes: [
      ...(compared?.unsaved ? [l10n.t("The file has unsaved changes, and is compared with them.")] : []),
      ...(compared?.faults ?? []).map(({ line, fault }) => l10n.t("Line {0}: {1}", line, fault)),
    ],
    actions: [
      link({ to: "check" }, l10n.t("Check Again")),
      ...(same < rows.length ? [link({ to: "deploy" }, l10n.t("Deploy to Nodes…"))] : []),
    ],
    nodes: rows.map((row) => nodeView(row, compared, link)),
    texts: nodesTexts(),
  };
  return { state, targets };
}

type LinkTo = (target: NodesTarget, text: string, label?: string) => NodeLink;

function nodeView(row: NodeRow, compared: ComparedNodes | undefined, link: LinkTo): NodeView {
  const { node, state, release, options, modified, started, differences } = row;
  const marks = { same: l10n.t("Same"), different: l10n.t("Differs"), failed: l10n.t("Not checked") };
  return {
    name: node,
    state,
    mark: marks[state],
    facts: [
      ...(release === "" ? [] : [release]),
      ...(options?.embeddedRegistry || options?.disableDefaultEndpoint ? [flagNames(options)] : []),
      ...(modified === undefined ? [] : [l10n.t("file of {0}", shownTime(modified))]),
      ...(started === undefined ? [] : [l10n.t("started {0}", shownTime(started))]),
    ],
    differences: differences.map((one) => differenceView(one, row, compared, link)),
  };
}

function differenceView(
  { kind, severity, text, remedy, command, registries }: NodeDifference,
  { node, answer }: NodeRow,
  compared: ComparedNodes | undefined,
  link: LinkTo,
): NodeDifferenceView {
  const marks = { error: l10n.t("Error:"), warning: l10n.t("Warning:"), information: l10n.t("Note:") };
  const named = (target: NodesTarget, shown: string): NodeLink => link(target, shown, `${shown}: ${node}`);
  const links: NodeLink[] = [];
  if (command !== "") links.push(named({ to: "copy", command }, l10n.t("Copy Command")));
  if (kind === "missing" || kind === "other-file") links.push(named({ to: "deploy" }, l10n.t("Deploy to Nodes…")));
  if (kind === "restart") links.push(named({ to: "page", rule: "restart-after-change" }, "restart-after-change"));
  if (kind === "mode") links.push(named({ to: "page", rule: "file-mode" }, "file-mode"));
  if (kind === "not-checked") links.push(named({ to: "check" }, l10n.t("Check Again")));
  if (kind === "flags") links.push(named({ to: "flags" }, l10n.t("Open Settings")));
  if (kind === "release") links.push(named({ to: "target" }, l10n.t("Choose Target…")));
  const lines = compared ? lineStarts(compared.opened.region.file.doc.text) : [];
  const line = kind === "waiting" ? Number(/\bline (\d{1,6})\b/.exec(answer.waiting ?? "")?.[1]) : 0;
  const offset = lines[line - 1];
  if (offset !== undefined) links.push(named({ to: "line", offset }, l10n.t("Line {0}", line)));
  for (const registry of registries.slice(0, mostRegistries))
    links.push(named({ to: "hosts.toml", registry }, l10n.t("hosts.toml of {0}", maskedAddress(registry))));
  return { severity, mark: marks[severity], text, remedy, command, links };
}

function nodesTexts(): NodesTexts {
  return {
    title: l10n.t("What the Nodes Have"),
    node: l10n.t("Node"),
    state: l10n.t("State"),
    differences: l10n.t("Differences"),
    nothing: l10n.t("None"),
  };
}
