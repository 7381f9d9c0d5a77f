import type { JsonObject } from "../json/object.ts";
import type { Result } from "../text/result.ts";

/** The kinds of files and texts that credentials come in. */
export type CredentialKind =
  | "google-key"
  | "docker-config"
  | "kubernetes-secret"
  | "ecr-token"
  | "acr-credential"
  | "harbor-robot"
  | "gitlab-deploy-token"
  | "user-password";

/** What `configs.<host>.auth` can contain. Source: docs/how-k3s-reads-it/keys.md. */
export type RegistryAuth =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string };

/** A credential that a person has in some file, for registries that the file may or may not name. It is a secret. */
export interface Credential {
  readonly kind: CredentialKind;
  readonly auth: RegistryAuth;
  /** Registries it is for, as `host[:port]` (see `registryHost`); empty when the file does not say. */
  readonly hosts: readonly string[];
  readonly description: CredentialDescription;
  /** What the user should know before it is used. */
  readonly warnings: readonly string[];
}

/** What may be shown of a credential: everything here can go into a page, a message or a log. */
export interface CredentialDescription {
  /** Whom it is for: a service account's e-mail, a user or robot; an identity token names no one. */
  readonly account?: string;
  readonly project?: string;
  readonly keyId?: string;
  /** The cloud of a Google key when it is not Google's own. */
  readonly universe?: string;
  /** Where in its file it stands, when there are several: the server of a docker config, `password2` of an ACR token. */
  readonly entry?: string;
  /** When it ends, in seconds since 1970. */
  readonly expires?: number;
}

/** What was found in a text. A refusal names the cause and the fix, and shows nothing of the file. */
export type CredentialReading = Result<
  {
    readonly kind: CredentialKind;
    /** At least one. Several can name the same host, or none: then the user picks which one it gets. */
    readonly credentials: readonly Credential[];
    /** Entries of the file that hold nothing usable, and why. */
    readonly left: readonly string[];
  },
  {
    /** What the text is, or was meant to be. */
    readonly kind: CredentialKind;
  }
>;

/** A text in which credentials are looked for, prepared once for all kinds. */
export interface CredentialSource {
  /** Without a byte-order mark. */
  readonly text: string;
  /** The text as JSON: an object, or `undefined` when it is not one. */
  readonly json: JsonObject | undefined;
  /** The objects of a text that is a JSON list, as listings of an API are; of an object itself alone. */
  readonly items: readonly JsonObject[];
}

/** One kind of credential file: told apart by its content, never by its name. */
export interface CredentialFormat {
  readonly kind: CredentialKind;
  /** Whether the text is of this kind, usable or not. Cheap: it is asked for every JSON and YAML file that is opened. */
  recognises(source: CredentialSource): boolean;
  read(source: CredentialSource): CredentialReading;
}
