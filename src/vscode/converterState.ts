import { l10n, type TextDocument, Uri, workspace } from "vscode";
import { convert, type HostChange } from "../core/convert/convert.ts";
import { googleRegistryHosts } from "../core/registries/googleHosts.ts";
import type { ConverterState, ConverterTexts, HostGroup } from "../webview/protocol.ts";
import { hostGroups } from "./hostPicker.ts";
import type { KeySource } from "./keySource.ts";
import { localised } from "./phrases.ts";
import { type Target, targetLabel } from "./target.ts";

/** What the extension knows while the panel is open: the only place that holds the key. */
export interface ConverterSession {
  readonly source: KeySource | undefined;
  readonly keyProblem: string | undefined;
  readonly hosts: readonly string[];
  /** Those of them that the target or the last conversion suggests, and that no one has touched. */
  readonly preselected: readonly string[];
  /** Hosts that are not Google's and were typed. */
  readonly extraHosts: readonly string[];
  readonly files: readonly Uri[];
  /** The URI of the file to merge into, or "" for a new one. */
  readonly target: string;
  readonly mirrors: boolean;
  readonly hostProblem: string | undefined;
  readonly notice: string | undefined;
}

/** The target that is chosen. */
export function targetOf({ target }: ConverterSession): Target {
  return target === "" ? { kind: "new" } : { kind: "existing", uri: Uri.parse(target) };
}

/**
 * What the page shows for a session. The key goes in; its description and a masked preview come out.
 *
 * @param document the chosen target, unless that is a new file
 */
export function converterState(session: ConverterSession, document: TextDocument | undefined): ConverterState {
  const { source, hosts, mirrors, keyProblem } = session;
  const result =
    source && hosts.length > 0
      ? convert({
          assignments: [{ credential: source.credential, hosts }],
          mirrors,
          existing: document?.getText() ?? "",
        })
      : undefined;
  const described = source?.credential.description;
  return {
    type: "state",
    key: source &&
      described && {
        file: workspace.asRelativePath(source.uri),
        projectId: described.project ?? "",
        clientEmail: described.account ?? "",
        keyId: described.keyId ?? "",
      },
    groups: groups(session),
    targets: [
      ...session.files.map((uri) => ({ id: uri.toString(), label: targetLabel({ kind: "existing", uri }) })),
      { id: "", label: targetLabel({ kind: "new" }) },
    ],
    target: session.target,
    mirrors,
    problem: keyProblem ?? (result && !result.ok ? localised(result.problem) : undefined),
    hostProblem: session.hostProblem,
    notice: session.notice,
    preview: result?.ok ? result.preview : [],
    summary: result?.ok ? summary(result.changes) : waiting(session),
    ready: result?.ok === true,
    texts: texts(),
  };
}

function groups({ hosts, extraHosts }: ConverterSession): readonly HostGroup[] {
  const chosen = new Set(hosts);
  const known = new Set(googleRegistryHosts.map(({ host }) => host));
  const others = [...new Set([...hosts, ...extraHosts])].filter((host) => !known.has(host));
  const other = {
    label: l10n.t("Other registries"),
    hosts: others.map((host) => ({ host, location: "", chosen: chosen.has(host) })),
  };
  const google = hostGroups().map(({ kind, label }) => ({
    label,
    hosts: googleRegistryHosts
      .filter((entry) => entry.kind === kind)
      .map(({ host, location }) => ({ host, location, chosen: chosen.has(host) })),
  }));
  return others.length > 0 ? [other, ...google] : google;
}

function waiting({ source, hosts }: ConverterSession): string {
  if (!source) return l10n.t("Choose a key to see what will be written.");
  return hosts.length === 0 ? l10n.t("Check a registry to see what will be written.") : "";
}

function summary(changes: readonly HostChange[]): string {
  const count = (action: HostChange["action"]): number => changes.filter((change) => change.action === action).length;
  const parts = [
    [count("added"), l10n.t("added")],
    [count("replaced"), l10n.t("replaced")],
    [count("unchanged"), l10n.t("unchanged")],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return l10n.t("Credentials: {0}.", said.join(", "));
}

function texts(): ConverterTexts {
  return {
    title: l10n.t("Convert a key to registries.yaml"),
    keyHeading: l10n.t("Key"),
    noKey: l10n.t("No service-account key is chosen yet."),
    chooseKey: l10n.t("Choose Key File…"),
    useActiveEditor: l10n.t("Use Open Editor"),
    file: l10n.t("File"),
    project: l10n.t("Project"),
    account: l10n.t("Service account"),
    keyId: l10n.t("Key id"),
    hostsHeading: l10n.t("Registries"),
    search: l10n.t("Search by host or city"),
    addHost: l10n.t("Another registry host"),
    add: l10n.t("Add"),
    noMatch: l10n.t("No registry matches."),
    optionsHeading: l10n.t("Options"),
    target: l10n.t("Write to"),
    mirrors: l10n.t("Write mirrors entries as well"),
    previewHeading: l10n.t("What will be written"),
    masked: l10n.t("Secrets are masked here."),
    insert: l10n.t("Insert"),
    createFile: l10n.t("Create File"),
    copy: l10n.t("Copy"),
    copyHint: l10n.t("Copies the file with the key in it"),
  };
}
