import { l10n } from "vscode";
import type { CarrierId } from "../core/carriers/region.ts";

/** Returns the name by which people know what carries a registries.yaml, in the user's language. */
export function carrierLabel(carrier: CarrierId, languageId: string): string {
  if (carrier === "k3d") return l10n.t("k3d config");
  if (carrier === "jinja") return l10n.t("Jinja template");
  if (carrier === "capi-files" || carrier === "capi-rke2") return l10n.t("Cluster API");
  if (carrier === "shell") return languageId === "markdown" ? "Markdown" : l10n.t("Shell commands");
  return names[carrier];
}

const names: Readonly<Record<Exclude<CarrierId, "k3d" | "jinja" | "shell" | "capi-files" | "capi-rke2">, string>> = {
  "cloud-init": "cloud-init",
  kairos: "Kairos",
  butane: "Butane",
  salt: "Salt",
  ansible: "Ansible",
  terraform: "Terraform",
  nixos: "NixOS",
  kubernetes: "Kubernetes",
  compose: "Compose",
  harvester: "Harvester",
  "hetzner-k3s": "hetzner-k3s",
  rancher: "Rancher",
};
