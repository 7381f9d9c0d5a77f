import { l10n } from "vscode";
import type { RegistryId } from "../../core/credentials/registryPresets.ts";

/** The prompts for a credential of a known registry. */
export interface RegistryPrompts {
  /** The prompt for the username; omitted if only one is valid. */
  readonly username?: string;
  /** The prompt for the password. */
  readonly password: string;
  /** A note to show before the credential is used. */
  readonly note?: string;
}

/** The prompts of each registry of `registryPresets`, which has the sources. */
export const registryPrompts: Readonly<Record<RegistryId, RegistryPrompts>> = {
  "docker-hub": {
    username: l10n.t("Docker account name, or the organization name for an organization token"),
    password: l10n.t("Access token (dckr_pat_…, or dckr_oat_… for an organization), or the account's password"),
  },
  ghcr: {
    username: l10n.t("GitHub account name"),
    password: l10n.t("Personal access token (classic) with the read:packages scope"),
    note: l10n.t("GitHub's registry accepts only classic tokens (ghp_…), not fine-grained ones (github_pat_…)."),
  },
  quay: {
    username: l10n.t("Robot account name, including the part before the +"),
    password: l10n.t("Robot account token"),
    note: l10n.t(
      "Quay also offers the robot's credential as a Kubernetes Secret or Docker config file. You can convert that file directly.",
    ),
  },
  gitlab: {
    username: l10n.t("Deploy token username, or your account name for a personal access token"),
    password: l10n.t("Deploy token with the read_registry scope"),
    note: l10n.t("A self-managed GitLab serves its registry on a separate host, not on that of its web pages."),
  },
  harbor: {
    username: l10n.t("Full robot account name, including its prefix (robot$ by default)"),
    password: l10n.t("Robot account secret"),
    note: l10n.t("You can convert the JSON file that Harbor offers when you create the robot account."),
  },
  acr: {
    username: l10n.t("Token name, application ID of the service principal, or the registry name for its admin user"),
    password: l10n.t("Password of the token, service principal or admin user"),
    note: l10n.t(
      "Don't use a token from az acr login. It expires after about 3 hours, and k3s reads registries.yaml only at startup.",
    ),
  },
  ecr: {
    password: l10n.t("Output of aws ecr get-login-password"),
    note: l10n.t(
      "The password expires after 12 hours, but k3s reads registries.yaml only at startup. Use the kubelet credential provider for ECR instead.",
    ),
  },
  nexus: {
    username: l10n.t("Username"),
    password: l10n.t("Password or user token"),
    note: l10n.t("Use the port of the Docker repository's connector. It often differs from the port of the web pages."),
  },
  artifactory: {
    username: l10n.t("Username"),
    password: l10n.t("Identity token or API key"),
  },
  ibm: {
    password: l10n.t("IAM API key"),
    note: l10n.t("Each region has its own host, such as de.icr.io. Use the one in your image names."),
  },
  oracle: {
    username: l10n.t("Tenancy namespace and username, separated by /"),
    password: l10n.t("Auth token of the user"),
  },
  alibaba: {
    username: l10n.t("Account name, often an email address or a phone number"),
    password: l10n.t("Registry password, usually not the account's password"),
  },
  digitalocean: {
    username: l10n.t("Username in the Docker config that doctl writes"),
    password: l10n.t("Password in that Docker config"),
    note: l10n.t("You can convert the output of doctl registry docker-config directly."),
  },
};
