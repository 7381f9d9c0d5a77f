import type { FileField } from "../file/tls.ts";
import type { ImageReference } from "../images/reference.ts";
import type { Path } from "../yaml/document.ts";
import type { AttemptCredential } from "./credential.ts";

/** What containerd does to pull an image. Nothing in it is secret but for paths, which find places and are not shown. */
export interface PullPlan {
  readonly image: ImageReference;
  /** The entry of `mirrors` that counts for the image. */
  readonly mirror: PlanMirror | undefined;
  /** Why none does; `undefined` beside a mirror. */
  readonly noMirror: PlanNote | undefined;
  /** Whom it asks, in this order, until one has the image. At least one: k3s writes no hosts.toml that names nobody. */
  readonly attempts: readonly PullAttempt[];
  /** Why containerd asks none of them: a TLS file of one of them that it can't read in any case. */
  readonly stopped: PlanNote | undefined;
  /** What else counts for the whole pull. */
  readonly notes: readonly PlanNote[];
}

export interface PlanMirror {
  /** The key, `*` too. */
  readonly registry: string;
  readonly path: Path;
}

export interface PlanNote {
  readonly text: string;
  /** What it speaks of in the file. */
  readonly path: Path | undefined;
}

/** One registry that is asked for the image. */
export interface PullAttempt {
  /** An endpoint of the mirror, the node's own embedded registry, or at last the registry that the image names. */
  readonly kind: "mirror" | "embedded" | "registry";
  /** The endpoint in the file; `undefined` for what is not listed there. */
  readonly path: Path | undefined;
  /** Host and port. */
  readonly host: string;
  /** As it is set, `https` or `http`; another one that begins with `http` fails. */
  readonly scheme: string;
  /** The schemes that are tried, in order: where TLS settings exist, https goes before http. */
  readonly schemes: readonly string[];
  /** Whether its certificate is not checked: by the TLS settings, or since it is a registry of the node itself. */
  readonly skipsVerification: boolean;
  /**
   * What is asked for, each with its final URL: one, or several when more than one rewrite fits, of which containerd
   * takes any.
   */
  readonly requests: readonly PullRequest[];
  readonly tls: AttemptTls | undefined;
  readonly credential: AttemptCredential;
  readonly notes: readonly PlanNote[];
}

export interface PullRequest {
  /** The repository after the rewrite, as far as it can be shown. */
  readonly repository: string;
  /** The address of the manifest, which is asked for first, with the scheme that is tried first. */
  readonly url: string;
  /** Whether it is sent: not if the address with its path is not a URL. */
  readonly sent: boolean;
  /** The entry of `rewrite` that changed the repository. */
  readonly rewrite: Path | undefined;
}

/** The TLS settings that count for a registry. */
export interface AttemptTls {
  readonly path: Path;
  /** Files on the node, as far as they can be shown. */
  readonly files: readonly { readonly key: FileField; readonly text: string | undefined }[];
  readonly skipsVerification: boolean;
}
