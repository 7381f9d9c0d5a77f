import { env, l10n, type Uri } from "vscode";
import type { CarrierFile } from "../../core/carriers/openCarrier.ts";
import { type Conversion, convert, type HostChange } from "../../core/convert/convert.ts";
import { convertIntoRegion, type RegionConversion } from "../../core/convert/convertIntoRegion.ts";
import { contestedHosts } from "../../core/convert/selection.ts";
import type { RegistriesFile } from "../../core/file/file.ts";
import type { Target as Product } from "../../core/file/release.ts";
import { isDockerHub } from "../../core/hosts/registryKey.ts";
import type { Result } from "../../core/text/result.ts";
import type { ConverterState, CredentialView, SourceView } from "../../webview/protocol/converter.ts";
import type { ConversionSettings } from "../conversionSettings.ts";
import { heldText } from "../credentials/heldCredential.ts";
import { destinationLabel } from "../destination.ts";
import { productLabel } from "../productLabel.ts";
import { type KnownHosts, registryGroups, titleOf } from "./registries.ts";
import {
  assignments,
  type ConverterSession,
  type Held,
  type HeldSource,
  heldCredentials,
  isGoogles,
} from "./session.ts";
import { converterTexts, kindName } from "./texts.ts";

/** The input of a conversion besides the session. */
export interface Surroundings extends KnownHosts {
  /** The chosen destination; `undefined` for a new file. */
  readonly existing: RegistriesFile | undefined;
  /** The file in which that is, and its index there; `undefined` if it is a file itself. */
  readonly inside: { readonly carrier: CarrierFile; readonly index: number } | undefined;
  /** The form that the settings specify. */
  readonly settings: ConversionSettings;
}

/** Returns the form to write: that of the settings, unless the page overrides it. */
export function settingsOf({ mirrors, keyForm }: ConverterSession, settings: ConversionSettings): ConversionSettings {
  return { ...settings, mirrors: mirrors ?? settings.mirrors, keyForm: keyForm ?? settings.keyForm };
}

/** Returns the conversion of a session; `undefined` while no credential has a registry. It contains the secrets. */
export function sessionConversion(
  session: ConverterSession,
  { existing, inside, settings }: Surroundings,
): Conversion | Result<RegionConversion> | undefined {
  const chosen = assignments(session);
  if (chosen.length === 0) return undefined;
  const { reader, ...written } = settingsOf(session, settings);
  const request = { ...written, assignments: chosen, target: reader };
  if (inside) return convertIntoRegion(inside.carrier, inside.index, request);
  return convert({ ...request, ...(existing ? { existing } : {}) });
}

/** Returns the page's state for a session: descriptions of the credentials and a masked preview, never secrets. */
export function converterState(session: ConverterSession, surroundings: Surroundings): ConverterState {
  const result = sessionConversion(session, surroundings);
  const changes = result?.ok ? result.changes : [];
  const { mirrors, keyForm, reader } = settingsOf(session, surroundings.settings);
  return {
    type: "state",
    sources: session.sources.map((source) => sourceView(source, session, surroundings)),
    busy: session.busy,
    destinations: [
      ...session.files.map((uri) => ({ id: uri.toString(), label: fileLabel(uri) })),
      { id: "", label: destinationLabel({ kind: "new" }) },
    ],
    destination: session.destination,
    mirrors,
    keyForm: heldCredentials(session).some(({ credential }) => credential.kind === "google-key") ? keyForm : undefined,
    dockerHub: dockerHubNote(changes, reader),
    problem: result && !result.ok ? result.problem : undefined,
    conflicts: changes
      .filter(({ action }) => action === "replaced")
      .map((change) => ({ host: change.host, old: heldText(change.old), new: heldText(change.new) })),
    preview: result?.ok ? result.preview : [],
    summary: result?.ok ? summary(changes, session) : result ? l10n.t("Nothing can be written yet.") : waiting(session),
    ready: result?.ok === true,
    notice: session.notice,
    done: session.done,
    texts: converterTexts(),
  };
}

function fileLabel(uri: Uri): string {
  return destinationLabel({ kind: "existing", uri });
}

function sourceView(source: HeldSource, session: ConverterSession, known: KnownHosts): SourceView {
  const contested = contestedHosts(source.held.map(({ credential }) => credential));
  return {
    id: source.id,
    label: source.label,
    problem: source.problem,
    left: source.left,
    credentials: source.held.map((held) => credentialView(held, contested, session, known)),
  };
}

function credentialView(
  held: Held,
  contested: readonly string[],
  session: ConverterSession,
  known: KnownHosts,
): CredentialView {
  const { credential, hosts, id } = held;
  const selected = id === session.selected;
  const groups = selected ? registryGroups(session, held, known) : [];
  return {
    id,
    kind: kindName(credential.kind),
    title: titleOf(held, session),
    details: details(held),
    warnings: credential.warnings,
    hosts,
    hint: hint(held, contested, session),
    picker: selected ? { groups, searchable: groups.flatMap((group) => group.hosts).length > 8 } : undefined,
    hostProblem: selected ? session.hostProblem : undefined,
  };
}

/** Returns the details below the title. */
function details({ credential }: Held): CredentialView["details"] {
  const { project, keyId, universe, entry, expires } = credential.description;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    [l10n.t("Project"), project],
    [l10n.t("Key ID"), keyId],
    [l10n.t("Cloud"), universe],
    [l10n.t("Entry"), entry !== undefined && credential.hosts.includes(entry) ? undefined : entry],
    [l10n.t("Expires"), expires === undefined ? undefined : dateText(expires)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : { name, value }));
}

/** A time in the user's language; `undefined` when there is no such time. */
function dateText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return new Intl.DateTimeFormat(env.language, { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** Returns the decision that the user has to make, if any. */
function hint(held: Held, contested: readonly string[], session: ConverterSession): string | undefined {
  if (held.hosts.length > 0) return undefined;
  const { credential } = held;
  const [host] = contested.filter((one) => credential.hosts.includes(one));
  if (host !== undefined)
    return l10n.t("Several credentials in this file are for {0}. Select it for the credential to use.", host);
  const taken = credential.hosts[0];
  if (taken !== undefined && heldCredentials(session).some((one) => one.hosts.includes(taken)))
    return l10n.t("{0} already has another credential. Select it here to use this one.", taken);
  if (isGoogles(credential)) return l10n.t("Select the registries that it is for.");
  return l10n.t("The file doesn't specify its registry. Add the host.");
}

/** Docker Hub's credential is looked for under another name than people write. */
function dockerHubNote(changes: readonly HostChange[], product: Product): string | undefined {
  const names = changes.map(({ host }) => host).filter(isDockerHub);
  if (names.length === 0) return undefined;
  return l10n.t("Docker Hub is written as {0}, for {1}.", names.join(", "), productLabel(product));
}

function waiting(session: ConverterSession): string {
  if (heldCredentials(session).length === 0) return l10n.t("Add a credential to preview the changes.");
  return l10n.t("Select a registry to preview the changes.");
}

function summary(changes: readonly HostChange[], session: ConverterSession): string {
  const count = (action: HostChange["action"]): number => changes.filter((change) => change.action === action).length;
  const parts = [
    [count("added"), l10n.t("added")],
    [count("replaced"), l10n.t("replaced")],
    [count("unchanged"), l10n.t("unchanged")],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const idle = heldCredentials(session).filter(({ hosts }) => hosts.length === 0).length;
  const file = session.files.find((uri) => uri.toString() === session.destination);
  const sentence = file
    ? l10n.t("Credentials in {0}: {1}.", fileLabel(file), said.join(", "))
    : l10n.t("Credentials in a new file: {0}.", said.join(", "));
  if (idle === 0) return sentence;
  const left =
    idle === 1
      ? l10n.t("One credential has no registry and is skipped.")
      : l10n.t("{0} credentials have no registry and are skipped.", idle);
  return `${sentence} ${left}`;
}
