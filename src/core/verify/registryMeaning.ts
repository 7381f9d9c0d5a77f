import { isGoogleHost } from "../hosts/registryHost.ts";

/** What the answers of one registry's product mean where they say little. */
export interface RegistryMeaning {
  /** The host of its token server, where that is known to be another one. */
  readonly tokenHost?: string;
  /** True if its token server refuses a wrong login although it gives tokens without any. */
  readonly refusesWrongLogin?: boolean;
  /** True if it refuses a login with 400. */
  readonly refusesWith400?: boolean;
  /** What to check after a refused login. */
  readonly refused?: string;
  /** What to check where the right is missing. */
  readonly noRight?: string;
}

const hidesMissing = "The answer is the same for a repository that does not exist.";

/**
 * By the host, and for products that run anywhere by the token server or the realm. Sources:
 * https://distribution.github.io/distribution/spec/auth/token/; https://docs.docker.com/docker-hub/usage/pulls/;
 * https://docs.cloud.google.com/artifact-registry/docs/docker/authentication;
 * https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry;
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html, https://github.com/aws/containers-roadmap/issues/2835;
 * https://learn.microsoft.com/azure/container-registry/container-registry-authentication;
 * https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/;
 * https://github.com/goharbor/harbor/issues/714; https://docs.quay.io/glossary/robot-accounts.html;
 * https://github.com/sonatype/nexus-public/issues/311.
 */
const meanings: readonly (readonly [is: (host: string, realm: string) => boolean, RegistryMeaning])[] = [
  [
    isGoogleHost,
    {
      refusesWrongLogin: true,
      refusesWith400: true,
      refused: "The key may be deleted or disabled. The username must be _json_key for a JSON key.",
      noRight: `The account needs roles/artifactregistry.reader there. ${hidesMissing}`,
    },
  ],
  [
    (host) => host === "registry-1.docker.io",
    {
      tokenHost: "auth.docker.io",
      refusesWrongLogin: true,
      refused: "Docker Hub needs the account name and a personal or organization access token.",
      noRight: hidesMissing,
    },
  ],
  [
    (host) => host === "ghcr.io",
    {
      refused: "ghcr.io needs a classic token with the scope read:packages, which may have expired.",
      noRight: `The token needs the scope read:packages and access to the package. ${hidesMissing}`,
    },
  ],
  [
    (host) => /^\d{12}\.dkr[.-]ecr[.-]/.test(host),
    { refused: "A password of ECR is valid for 12 hours; the username is AWS.", noRight: hidesMissing },
  ],
  [
    (host) => host === "public.ecr.aws",
    { refusesWith400: true, refused: "A password of ECR Public is valid for 12 hours." },
  ],
  [
    (host) => /\.azurecr\.(?:io|cn|us)$/.test(host),
    {
      refusesWrongLogin: true,
      refused: "The password of a token or service principal may have expired; the admin user may be off.",
      noRight: `It needs AcrPull, or a scope map with content/read. ${hidesMissing}`,
    },
  ],
  [
    (host) => host === "quay.io",
    {
      refusesWrongLogin: true,
      refused: "A robot account is named ORGANIZATION+NAME.",
      noRight: `The robot account needs read permission on the repository. ${hidesMissing}`,
    },
  ],
  [
    (_, realm) => realm.endsWith("/jwt/auth"),
    {
      refusesWrongLogin: true,
      refused: "GitLab needs a token with the scope read_registry.",
      noRight: `The token needs read_registry and access to the project. ${hidesMissing}`,
    },
  ],
  [
    (_, realm) => realm.endsWith("/service/token"),
    {
      refused:
        "The name of a Harbor robot account starts with its prefix, usually robot$. It may be disabled or expired.",
      noRight: `The account needs pull permission in the project. ${hidesMissing}`,
    },
  ],
  [
    (_, realm) => /nexus/i.test(realm),
    { refused: "Nexus needs a user of its Docker realm.", noRight: "The user needs read and browse privileges." },
  ],
];

/**
 * Finds the product of a registry.
 *
 * @param host with or without a port
 * @param realm the realm of its challenge: the address of the token server without a query, or the text of Basic
 */
export function registryMeaning(host: string, realm: string): RegistryMeaning {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  if (name === "registry.gitlab.com" && realm === "") return { tokenHost: "gitlab.com" };
  const found = meanings.find(([is]) => is(name, realm))?.[1] ?? {};
  return name === "registry.gitlab.com" ? { ...found, tokenHost: "gitlab.com" } : found;
}
