import { type Phrase, phrase } from "../text/phrase.ts";

/** What is known of a registry before anyone types a user and password for it. */
export interface RegistryPreset {
  readonly id: string;
  /** Its name, the same in every language. */
  readonly label: string;
  /** Its host, where that is the same for everyone. */
  readonly host?: string;
  /** The host of many, where others have another. */
  readonly usualHost?: string;
  /** What a host of it looks like, where each installation or account has its own. */
  readonly hostExample?: string;
  /** The user, where only one will do. */
  readonly username?: string;
  /** What a user of it looks like; no translation, as it stands in place of what is typed. */
  readonly usernameExample?: string;
  /** What to type as the user. */
  readonly usernameHint?: Phrase;
  /** What to type as the password. */
  readonly passwordHint: Phrase;
  /** What else to know before it is used. */
  readonly note?: Phrase;
}

/**
 * Registries that people have credentials of, the best known first. Sources: the documentation of each registry;
 * GitHub, "Working with the Container registry" (classic tokens alone); Oracle, "Preparing for Container Registry".
 */
export const registryPresets: readonly RegistryPreset[] = [
  {
    id: "docker-hub",
    label: "Docker Hub",
    host: "docker.io",
    usernameHint: phrase("Name of the Docker account, or of the organisation for its own token"),
    passwordHint: phrase("Access token (dckr_pat_…, or dckr_oat_… of an organisation), or the account's password"),
  },
  {
    id: "ghcr",
    label: "GitHub (ghcr.io)",
    host: "ghcr.io",
    usernameHint: phrase("Name of the GitHub account"),
    passwordHint: phrase("Personal access token (classic) with the scope read:packages"),
    note: phrase("GitHub's registry takes classic tokens (ghp_…) only, no fine-grained ones (github_pat_…)."),
  },
  {
    id: "quay",
    label: "Quay",
    host: "quay.io",
    usernameExample: "organisation+robot",
    usernameHint: phrase("Name of the robot account, with what stands before the +"),
    passwordHint: phrase("Token of the robot account"),
    note: phrase(
      "Quay also offers the robot's credential as a file, as a Kubernetes Secret or a Docker config: that can be converted as it is.",
    ),
  },
  {
    id: "gitlab",
    label: "GitLab",
    usualHost: "registry.gitlab.com",
    usernameExample: "gitlab+deploy-token-1",
    usernameHint: phrase("Username of the deploy token, or name of the account for a personal access token"),
    passwordHint: phrase("Deploy token with the scope read_registry"),
    note: phrase("A GitLab of your own has a registry host of its own, which is not that of its web pages."),
  },
  {
    id: "harbor",
    label: "Harbor",
    hostExample: "harbor.example.com",
    usernameExample: "robot$project+name",
    usernameHint: phrase("Whole name of the robot account, with its prefix (robot$ unless changed)"),
    passwordHint: phrase("Secret of the robot account"),
    note: phrase("The robot's JSON file, which Harbor offers when it is made, can be converted as it is."),
  },
  {
    id: "acr",
    label: "Azure Container Registry",
    hostExample: "myregistry.azurecr.io",
    usernameHint: phrase(
      "Name of the token, application ID of the service principal, or name of the registry for its admin user",
    ),
    passwordHint: phrase("Password of the token, service principal or admin user"),
    note: phrase(
      "Use no token of az acr login: it expires after about 3 hours, and k3s reads registries.yaml only when it starts.",
    ),
  },
  {
    id: "ecr",
    label: "Amazon ECR",
    hostExample: "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    username: "AWS",
    passwordHint: phrase("Output of aws ecr get-login-password"),
    note: phrase(
      "The password expires after 12 hours, but k3s reads registries.yaml only when it starts: use the kubelet's credential provider for ECR instead.",
    ),
  },
  {
    id: "nexus",
    label: "Sonatype Nexus",
    hostExample: "nexus.example.com:8082",
    usernameHint: phrase("Name of the user"),
    passwordHint: phrase("Password or user token"),
    note: phrase(
      "The port is that of the Docker repository's connector, which is often another than that of the web pages.",
    ),
  },
  {
    id: "artifactory",
    label: "JFrog Artifactory",
    hostExample: "mycompany.jfrog.io",
    usernameHint: phrase("Name of the user"),
    passwordHint: phrase("Identity token or API key"),
  },
  {
    id: "ibm",
    label: "IBM Cloud (icr.io)",
    usualHost: "icr.io",
    username: "iamapikey",
    passwordHint: phrase("IAM API key"),
    note: phrase("Each region has a host of its own, such as de.icr.io: use the one in the names of your images."),
  },
  {
    id: "oracle",
    label: "Oracle Cloud (OCIR)",
    hostExample: "fra.ocir.io",
    usernameExample: "namespace/user@example.com",
    usernameHint: phrase("Namespace of the tenancy and name of the user, with / between them"),
    passwordHint: phrase("Auth token of the user"),
  },
  {
    id: "alibaba",
    label: "Alibaba Cloud",
    hostExample: "registry.cn-hangzhou.aliyuncs.com",
    usernameHint: phrase("Name of the account, often an e-mail address or a phone number"),
    passwordHint: phrase("Password that was set for the registry, which is usually not that of the account"),
  },
  {
    id: "digitalocean",
    label: "DigitalOcean",
    host: "registry.digitalocean.com",
    usernameHint: phrase("Username of the Docker config that doctl writes"),
    passwordHint: phrase("Its password"),
    note: phrase("The output of {0} can be converted as it is.", "doctl registry docker-config"),
  },
];
