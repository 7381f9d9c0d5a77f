import type { RegistriesFile } from "../file/file.ts";
import { namingProduct } from "../file/namingProduct.ts";
import { lintFile } from "../lint/lint.ts";
import type { LintSettings } from "../lint/rule.ts";
import { aloneRemarks } from "./aloneRemarks.ts";
import type { PullErrorKind } from "./errorKinds.ts";
import { errorMeaning } from "./errorMeaning.ts";
import { type FailedPull, failedPull } from "./failedAttempt.ts";
import { type FileCause, fileCauses } from "./fileCauses.ts";
import { containerdOf, otherRegistries } from "./otherRegistries.ts";
import { outsideCauses, readsFile } from "./outsideCauses.ts";
import type { PullError } from "./pullError.ts";
import type { ContainerdLine } from "./shownFailure.ts";
import { suspicions } from "./suspicions.ts";
import { isUnchecked } from "./tlsCauses.ts";

/** What an error of a pull means, and what leads to it. All of it may be shown. */
export interface ErrorExplanation {
  readonly kind: PullErrorKind;
  /** What happened, in a sentence or two. */
  readonly headline: string;
  /** The image, every part written out. */
  readonly image: string | undefined;
  /** Host and port that were asked. */
  readonly host: string | undefined;
  readonly status: number | undefined;
  /** What else is to be known to read the error. */
  readonly remarks: readonly string[];
  /** What in the file leads to it, most likely first; none without a file. */
  readonly causes: readonly FileCause[];
  /** The rules whose faults to look for in a registries.yaml, most likely first: only where no file was given. */
  readonly lookFor: readonly string[];
  /** What else leads to it, most likely first. */
  readonly outside: readonly string[];
}

/**
 * Explains errors of pulls by a registries.yaml. Nothing is sent.
 *
 * @param errors as `readPullErrors` gives them
 * @param file the registries.yaml; `undefined` where there is none at hand
 * @returns an explanation for each of the errors
 */
export function explainErrors(
  errors: readonly PullError[],
  file: RegistriesFile | undefined,
  settings: LintSettings = {},
): readonly ErrorExplanation[] {
  if (errors.length === 0) return [];
  const named = namingProduct(settings.target ?? {}, file);
  return explained(errors, file, settings).map((explanation) => {
    const { headline, remarks, causes, outside } = explanation;
    return {
      ...explanation,
      headline: named(headline),
      remarks: remarks.map(named),
      causes: causes.map((cause) => ({ ...cause, text: named(cause.text), details: cause.details.map(named) })),
      outside: outside.map(named),
    };
  });
}

function explained(
  errors: readonly PullError[],
  file: RegistriesFile | undefined,
  settings: LintSettings,
): readonly ErrorExplanation[] {
  if (!file) return errors.map((error) => explainAlone(error, containerdOf(error, settings.target)));
  const { findings } = lintFile(file, settings);
  return errors.map((error) => {
    const line = containerdOf(error, settings.target);
    const pull = failedPull(error, file, settings, line);
    const seen = errors.flatMap((other) =>
      other !== error && other.host !== undefined && other.image?.text === error.image?.text ? [other.host] : [],
    );
    const others = otherRegistries(error, pull, line, new Set(seen));
    const facts = {
      registry: pull.plan?.image.registry ?? error.host,
      fileIsReadable: file.reading.ok,
      fileIsUnread: others.fileIsUnread || isUnchecked(error, pull),
    };
    return {
      ...described(error),
      remarks: [...remarksOnError(error), ...remarksOnFile(error, pull, file.reading.ok), ...others.remarks],
      causes: readsFile(error.client) ? fileCauses(error, file, findings, pull, others) : [],
      lookFor: [],
      outside: outsideCauses(error, facts),
    };
  });
}

/** What can be said of an error without a file. */
function explainAlone(error: PullError, line: ContainerdLine | undefined): ErrorExplanation {
  const registry = error.image?.registry ?? error.host;
  return {
    ...described(error),
    remarks: [...remarksOnError(error), ...aloneRemarks(error, line)],
    causes: [],
    lookFor: readsFile(error.client) ? suspicions(error) : [],
    outside: outsideCauses(error, { registry, fileIsReadable: false, fileIsUnread: false }),
  };
}

function described({
  kind,
  image,
  host,
  status,
}: PullError): Pick<ErrorExplanation, "kind" | "headline" | "image" | "host" | "status"> {
  return { kind, headline: errorMeaning[kind], image: image?.text, host, status };
}

function remarksOnError({ repository, client }: PullError): readonly string[] {
  const remarks: string[] = [];
  if (client === "ctr") remarks.push("ctr does not use registries.yaml. Test with crictl pull instead.");
  if (client === "docker") remarks.push("Docker made this pull, and Docker does not use registries.yaml.");
  if (client === "rke2-runtime")
    remarks.push(
      'RKE2 itself pulls its runtime image, by other rules than containerd. It also uses the credential of "*", and for Docker Hub the one of docker.io.',
    );
  if (repository)
    remarks.push(
      `The repository is ${repository.repository} in ${repository.location}, in the project ${repository.project}.`,
    );
  return remarks;
}

function remarksOnFile(
  { kind, host, forToken, client }: PullError,
  { plan, attempts }: FailedPull,
  readable: boolean,
): readonly string[] {
  const remarks: string[] = [];
  if (!readable && kind !== "file-unreadable" && kind !== "server-not-ready")
    remarks.push("k3s can't read the current file, so the node uses an earlier or another one.");
  if (plan && attempts.length === 0 && host !== undefined && !forToken && readsFile(client))
    remarks.push(
      `With this file, containerd does not try ${host} for this image. The node has read another file, or a registry redirected the request.`,
    );
  return remarks;
}
