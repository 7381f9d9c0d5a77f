import { l10n, type Memento, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { Assignment } from "../core/convert/convert.ts";
import { type GoogleRegistryHost, googleRegistryHosts } from "../core/hosts/googleHosts.ts";
import { hostProblem, normaliseHost } from "../core/hosts/registryHost.ts";
import { googleRegistryGroups } from "./registryGroups.ts";

const lastHostsKey = "lastHosts";
const recentHostsKey = "recentHosts";
const mostRecent = 30;
const mostRecentShown = 5;

/** The hosts of the last conversion of a Google key; names only, no secret. */
export function lastHosts(memory: Memento): readonly string[] {
  return memory.get<readonly string[]>(lastHostsKey, []);
}

/** The hosts of earlier conversions, the latest first; names only, no secret. */
export function recentHosts(memory: Memento): readonly string[] {
  return memory.get<readonly string[]>(recentHostsKey, lastHosts(memory));
}

/** Remembers the registries of a conversion; those of Google keys are suggested for the next one. */
export async function rememberHosts(memory: Memento, assignments: readonly Assignment[]): Promise<void> {
  const hosts = assignments.flatMap((assignment) => assignment.hosts);
  const recent = [...new Set([...hosts, ...recentHosts(memory)])].slice(0, mostRecent);
  const google = assignments.filter(({ credential }) => credential.kind === "google-key");
  const last = [...new Set(google.flatMap((assignment) => assignment.hosts))];
  await memory.update(recentHostsKey, recent);
  if (last.length > 0) await memory.update(lastHostsKey, last);
}

type HostItem = QuickPickItem & { readonly host?: string };

/** What the registry picker offers. */
export interface HostChoice {
  readonly title: string;
  /** Hosts that are checked at first. */
  readonly preselected: readonly string[];
  /** True if all of Google's registries are listed. */
  readonly google: boolean;
  /** Further hosts to choose from. */
  readonly others?: readonly string[];
  /** Of Google's, those that are listed first, since they were used before. */
  readonly recent?: readonly string[];
}

/**
 * Asks which registries a credential is for: those that are listed, and any other that is typed.
 *
 * @returns at least one host, or `undefined` when the user cancels
 */
export function pickHosts({
  title,
  preselected,
  google,
  others = [],
  recent = [],
}: HostChoice): Promise<readonly string[] | undefined> {
  const picker = window.createQuickPick<HostItem>();
  picker.title = title;
  picker.placeholder = google
    ? l10n.t("Select the registries to pull from; type to search by host or city, or to add a host")
    : l10n.t("Select the registries to pull from; type to add a host");
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.ignoreFocusOut = true;
  const known = new Set(google ? googleRegistryHosts.map(({ host }) => host) : []);
  const extra = [...new Set([...preselected, ...others])].filter((host) => !known.has(host));
  const used = recent.filter((host) => known.has(host)).slice(0, mostRecentShown);
  picker.items = hostItems(used, google, extra);
  picker.selectedItems = picker.items.filter(({ host }) => host !== undefined && preselected.includes(host));

  let offered: string | undefined;
  return new Promise((resolve) => {
    picker.onDidChangeValue((value) => {
      const typed = typedHost(value);
      const fresh = typed !== undefined && !known.has(typed) && !extra.includes(typed) ? typed : undefined;
      // New items take the focus away from the list, so they are set only when they differ.
      if (fresh === offered) return;
      offered = fresh;
      const chosen = picker.selectedItems;
      const kept = chosen.flatMap(({ host }) => (host !== undefined && !known.has(host) ? [host] : []));
      picker.items = hostItems(used, google, [...new Set([...extra, ...kept])], fresh);
      const hosts = chosen.map(({ host }) => host);
      picker.selectedItems = picker.items.filter(({ host }) => host !== undefined && hosts.includes(host));
    });
    picker.onDidAccept(() => {
      const hosts = picker.selectedItems.flatMap(({ host }) => host ?? []);
      const typed = typedHost(picker.value);
      if (hosts.length === 0 && typed === undefined) {
        picker.placeholder = l10n.t("Select at least one registry, then press Enter");
        return;
      }
      resolve(hosts.length > 0 ? hosts : [typed ?? ""]);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** A typed text that is a whole registry host. */
function typedHost(value: string): string | undefined {
  const host = normaliseHost(value);
  return hostProblem(host) === undefined ? host : undefined;
}

function hostItems(
  recent: readonly string[],
  google: boolean,
  extra: readonly string[],
  typed?: string,
): readonly HostItem[] {
  const items: HostItem[] = [];
  const separator = (label: string): HostItem => ({ label, kind: QuickPickItemKind.Separator });
  const googleItem = ({ host, location }: GoogleRegistryHost): HostItem => ({
    label: host,
    host,
    description: location,
  });
  if (typed !== undefined)
    items.push({ label: typed, host: typed, description: l10n.t("use this host"), alwaysShow: true });
  if (google && extra.length > 0) items.push(separator(l10n.t("Other registries")));
  for (const host of extra) items.push({ label: host, host });
  if (!google) return items;
  const used = recent.flatMap((host) => googleRegistryHosts.find((entry) => entry.host === host) ?? []);
  if (used.length > 0) items.push(separator(l10n.t("Recently used")), ...used.map(googleItem));
  for (const { label, hosts } of googleRegistryGroups())
    items.push(separator(label), ...hosts.filter((entry) => !used.includes(entry)).map(googleItem));
  return items;
}
