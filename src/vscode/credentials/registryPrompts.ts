import { l10n } from "vscode";
import type { RegistryId } from "../../core/credentials/registryPresets.ts";

/** What is asked when somebody types the credential of a known registry. */
export interface RegistryPrompts {
  /** What to type as the user; left out where only one will do. */
  readonly username?: string;
  /** What to type as the password. */
  readonly password: string;
  /** What else to know before it is used. */
  readonly note?: string;
}

/** The prompts of each registry of `registryPresets`, which has the sources. */
export const registryPrompts: Readonly<Record<RegistryId, RegistryPrompts>> = {
  "docker-hub": {
    username: l10n.t("Name of the Docker account, or of the organisation for its own token"),
    password: l10n.t("Access token (dckr_pat_…, or dckr_oat_… of an organisation), or the account's password"),
  },
  ghcr: {
    username: l10n.t("Name of the GitHub account"),
    password: l10n.t("Personal access token (classic) with the scope read:packages"),
    note: l10n.t("GitHub's registry takes classic tokens (ghp_…) only, no fine-grained ones (github_pat_…)."),
  },
  quay: {
    username: l10n.t("Name of the robot account, with what stands before the +"),
    password: l10n.t("Token of the robot account"),
    note: l10n.t(
      "Quay also offers the robot's credential as a file, as a Kubernetes Secret or a Docker config: that can be converted as it is.",
    ),
  },
  gitlab: {
    username: l10n.t("Username of the deploy token, or name of the account for a personal access token"),
    password: l10n.t("Deploy token with the scope read_registry"),
    note: l10n.t("A GitLab of your own has a registry host of its own, which is not that of its web pages."),
  },
  harbor: {
    username: l10n.t("Whole name of the robot account, with its prefix (robot$ unless changed)"),
    password: l10n.t("Secret of the robot account"),
    note: l10n.t("The robot's JSON file, which Harbor offers when it is made, can be converted as it is."),
  },
  acr: {
    username: l10n.t(
      "Name of the token, application ID of the service principal, or name of the registry for its admin user",
    ),
    password: l10n.t("Password of the token, service principal or admin user"),
    note: l10n.t(
      "Use no token of az acr login: it expires after about 3 hours, and k3s reads registries.yaml only when it starts.",
    ),
  },
  ecr: {
    password: l10n.t("Output of aws ecr get-login-password"),
    note: l10n.t(
      "The password expires after 12 hours, but k3s reads registries.yaml only when it starts: use the kubelet's credential provider for ECR instead.",
    ),
  },
  nexus: {
    username: l10n.t("Name of the user"),
    password: l10n.t("Password or user token"),
    note: l10n.t(
      "The port is that of the Docker repository's connector, which is often another than that of the web pages.",
    ),
  },
  artifactory: {
    username: l10n.t("Name of the user"),
    password: l10n.t("Identity token or API key"),
  },
  ibm: {
    password: l10n.t("IAM API key"),
    note: l10n.t("Each region has a host of its own, such as de.icr.io: use the one in the names of your images."),
  },
  oracle: {
    username: l10n.t("Namespace of the tenancy and name of the user, with / between them"),
    password: l10n.t("Auth token of the user"),
  },
  alibaba: {
    username: l10n.t("Name of the account, often an e-mail address or a phone number"),
    password: l10n.t("Password that was set for the registry, which is usually not that of the account"),
  },
  digitalocean: {
    username: l10n.t("Username of the Docker config that doctl writes"),
    password: l10n.t("Its password"),
    note: l10n.t("The output of doctl registry docker-config can be converted as it is."),
  },
};
