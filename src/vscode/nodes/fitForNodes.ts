import { l10n, window } from "vscode";
import type { NodeProduct } from "../../core/deploy/wrapRegistries.ts";
import { lint } from "../../core/lint/lint.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import type { LintSettings } from "../../core/lint/rule.ts";
import type { OpenedRegistries } from "../credentials/registriesEntry.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { fileOf } from "../regionUri.ts";
import { revealPlace } from "../revealPlace.ts";

/** The product that reads a registries.yaml on the nodes, where the carrier or the settings say it; those of k3d run k3s. */
export async function nodeProduct(
  { region, address }: OpenedRegistries,
  settings: LintSettingsProvider,
): Promise<{ readonly known: LintSettings; readonly product: NodeProduct | undefined }> {
  const known = regionSettings(region, (await settings.of(fileOf(address))) ?? {});
  const { target } = known;
  const product = target?.product === "k3d" ? "k3s" : target?.product;
  return { known: { ...known, ...(target && product && { target: { ...target, product } }) }, product };
}

/**
 * Refuses a registries.yaml with errors, because nodes would fail with it: they are listed, with a way to the first one.
 *
 * @returns the product that reads the file, where it is known; `undefined` if the file was refused
 */
export async function fitForNodes(
  opened: OpenedRegistries,
  settings: LintSettingsProvider,
): Promise<{ readonly product: NodeProduct | undefined } | undefined> {
  const { region, address } = opened;
  const { known, product } = await nodeProduct(opened, settings);
  const errors = lint(region.file, known).filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first) return { product };
  const list = errors.map(({ message }) => region.shown(message)).join(" ");
  const show = l10n.t("Show First Error");
  const message = l10n.t("Fix the errors of this registries.yaml first: {0}", list);
  if ((await window.showErrorMessage(message, show)) === show)
    await revealPlace(address, () => region.outerSpan(first), undefined);
  return undefined;
}

/** Asks what the nodes run, if it is not known. @returns `undefined` when the user cancels */
export async function askProduct(known: NodeProduct | undefined, title: string): Promise<NodeProduct | undefined> {
  if (known) return known;
  const items = [
    { label: "k3s", product: "k3s" },
    { label: "RKE2", product: "rke2" },
  ] as const;
  const placeHolder = l10n.t("Which product runs on the nodes?");
  return (await window.showQuickPick(items, { title, placeHolder }))?.product;
}
