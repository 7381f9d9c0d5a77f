import { l10n } from "vscode";
import { holds } from "../../core/convert/selection.ts";
import { googleRegistryHosts } from "../../core/hosts/googleHosts.ts";
import type { HostGroup, HostOption } from "../../webview/protocol/converter.ts";
import { googleRegistryGroups } from "../registryGroups.ts";
import { type ConverterSession, type Held, heldCredentials, isGoogles } from "./session.ts";

/** The registries that are known besides those of the credentials. */
export interface KnownHosts {
  /** Hosts of earlier conversions, the latest first. */
  readonly recent: readonly string[];
  /** Hosts that the destination mentions. */
  readonly inDestination: readonly string[];
}

const google: ReadonlySet<string> = new Set(googleRegistryHosts.map(({ host }) => host));
const mostRecent = 6;

/**
 * The registries that a credential can be for, each host once: its own and typed ones, those used lately, those of the
 * destination; for a Google key all of Google's as well.
 */
export function registryGroups(session: ConverterSession, held: Held, known: KnownHosts): readonly HostGroup[] {
  const { credential } = held;
  const forGoogle = isGoogles(credential);
  const listed = new Set<string>();
  const option = (host: string, location = ""): HostOption => {
    const other = heldCredentials(session).find((one) => one.id !== held.id && holds(one.hosts, host));
    return {
      host,
      location,
      chosen: held.hosts.includes(host),
      taken: other && l10n.t("now: {0}", titleOf(other, session)),
    };
  };
  const fresh = (hosts: readonly string[]): readonly string[] => {
    const found = [...new Set(hosts)].filter((host) => !listed.has(host));
    for (const host of found) listed.add(host);
    return found;
  };
  const places = new Map(googleRegistryHosts.map(({ host, location }) => [host, location]));
  const group = (id: string, label: string, hosts: readonly string[]): HostGroup => {
    const options = fresh(hosts).map((host) => option(host, places.get(host)));
    return { id, label, hosts: options, open: true };
  };
  const own = [...credential.hosts, ...held.hosts, ...held.typed].filter((host) => !forGoogle || !google.has(host));
  const suits = (host: string): boolean => google.has(host) === forGoogle;
  const groups = [
    group("own", l10n.t("For this credential"), own),
    group("recent", l10n.t("Recently used"), known.recent.filter(suits).slice(0, mostRecent)),
    group("destination", l10n.t("In the target file"), known.inDestination.filter(suits)),
  ];
  if (forGoogle)
    for (const { id, label, hosts } of googleRegistryGroups()) {
      const { hosts: options } = group(
        id,
        label,
        hosts.map(({ host }) => host),
      );
      groups.push({ id, label, hosts: options, open: id === "multi-region" || options.some(({ chosen }) => chosen) });
    }
  return groups.filter(({ hosts }) => hosts.length > 0);
}

/** Returns the title of a credential: its owner, with its place in the file if that is needed to distinguish it; otherwise the file. */
export function titleOf(held: Held, session: ConverterSession): string {
  const { account, entry } = held.credential.description;
  const source = session.sources.find((one) => one.held.includes(held));
  if (account === undefined) return entry ?? source?.label ?? "";
  const namesakes = heldCredentials(session).filter((one) => one.credential.description.account === account);
  const place = entry ?? source?.label;
  return namesakes.length > 1 && place !== undefined ? `${account} (${place})` : account;
}
