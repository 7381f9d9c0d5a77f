export type RegistryId =
  | "docker-hub"
  | "ghcr"
  | "quay"
  | "gitlab"
  | "harbor"
  | "acr"
  | "ecr"
  | "nexus"
  | "artifactory"
  | "ibm"
  | "oracle"
  | "alibaba"
  | "digitalocean";

/** What is known of a registry before anyone types a user and password for it. */
export interface RegistryPreset {
  readonly id: RegistryId;
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
  },
  {
    id: "ghcr",
    label: "GitHub (ghcr.io)",
    host: "ghcr.io",
  },
  {
    id: "quay",
    label: "Quay",
    host: "quay.io",
    usernameExample: "organisation+robot",
  },
  {
    id: "gitlab",
    label: "GitLab",
    usualHost: "registry.gitlab.com",
    usernameExample: "gitlab+deploy-token-1",
  },
  {
    id: "harbor",
    label: "Harbor",
    hostExample: "harbor.example.com",
    usernameExample: "robot$project+name",
  },
  {
    id: "acr",
    label: "Azure Container Registry",
    hostExample: "myregistry.azurecr.io",
  },
  {
    id: "ecr",
    label: "Amazon ECR",
    hostExample: "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    username: "AWS",
  },
  {
    id: "nexus",
    label: "Sonatype Nexus",
    hostExample: "nexus.example.com:8082",
  },
  {
    id: "artifactory",
    label: "JFrog Artifactory",
    hostExample: "mycompany.jfrog.io",
  },
  {
    id: "ibm",
    label: "IBM Cloud (icr.io)",
    usualHost: "icr.io",
    username: "iamapikey",
  },
  {
    id: "oracle",
    label: "Oracle Cloud (OCIR)",
    hostExample: "fra.ocir.io",
    usernameExample: "namespace/user@example.com",
  },
  {
    id: "alibaba",
    label: "Alibaba Cloud",
    hostExample: "registry.cn-hangzhou.aliyuncs.com",
  },
  {
    id: "digitalocean",
    label: "DigitalOcean",
    host: "registry.digitalocean.com",
  },
];
