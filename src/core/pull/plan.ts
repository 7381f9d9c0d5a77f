import { type HostsFile, hostsFiles, type NodeOptions, type RegistryEndpoint } from "../containerd/hostsFiles.ts";
import { hostsSource } from "../containerd/hostsSource.ts";
import { type RegistryHost, registryHosts } from "../containerd/registryHosts.ts";
import { maskedError } from "../display/masked.ts";
import { isPlainPath, shownHost, shownRepository } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import { namingProduct } from "../file/namingProduct.ts";
import { supports, type Target } from "../file/release.ts";
import { fileFields } from "../file/tls.ts";
import type { ImageReference } from "../images/reference.ts";
import { type Result, refuse } from "../text/result.ts";
import type { Path } from "../yaml/document.ts";
import { type AttemptCredential, credentialFor } from "./credential.ts";
import { mirrorOf, whyNoMirror } from "./mirror.ts";
import { attemptNotes, planNotes, pullNotes } from "./notes.ts";
import type { AttemptTls, PlanNote, PullAttempt, PullPlan } from "./pullPlan.ts";
import { manifestRequest, type Rewritten, rewritten } from "./request.ts";
import { tlsFault } from "./tlsFault.ts";

/** Refused if k3s can't read the file, so that it does not start; with the offset where it stops. */
export type PlanReading = Result<{ readonly plan: PullPlan }, { readonly offset: number }>;

/**
 * What containerd will do to pull an image, by what k3s makes of a registries.yaml. Nothing is sent. Source:
 * docs/how-k3s-reads-it/pull.md#order; containerd `core/remotes/docker/resolver.go` and `config/hosts.go`.
 *
 * @param file a file of any state
 */
export function pullPlan(file: RegistriesFile, image: ImageReference, options: NodeOptions = {}): PlanReading {
  const reading = planReading(file, image, options);
  const named = namingProduct(options.target ?? {}, file);
  return reading.ok
    ? { ok: true, plan: inOtherWords(reading.plan, named) }
    : { ...reading, problem: named(reading.problem) };
}

/** A plan with each of its sentences in other words. */
function inOtherWords(plan: PullPlan, said: (sentence: string) => string): PullPlan {
  const note = <Note extends PlanNote | undefined>(of: Note): Note => of && { ...of, text: said(of.text) };
  const credential = (of: AttemptCredential): AttemptCredential => {
    if ("sentences" in of) return { ...of, sentences: of.sentences.map(said) };
    return "reason" in of ? { ...of, reason: said(of.reason) } : of;
  };
  return {
    ...plan,
    noMirror: note(plan.noMirror),
    stopped: note(plan.stopped),
    notes: plan.notes.map(note),
    attempts: plan.attempts.map((one) => ({
      ...one,
      notes: one.notes.map(note),
      credential: credential(one.credential),
    })),
  };
}

function planReading(file: RegistriesFile, image: ImageReference, options: NodeOptions): PlanReading {
  const { reading } = file;
  if (!reading.ok)
    return {
      ...refuse(`k3s can't read this file: ${maskedError(reading).replace(/\s+/g, " ")}`),
      offset: reading.offset,
    };
  const { target = {} } = options;
  const made = hostsFiles(reading.registry, options);
  const source = hostsSource(made.files, image.registry, target);
  const hosts = registryHosts(source, image.registry, target);
  let known: readonly Rewritten[] | undefined;
  const names = (): readonly Rewritten[] => {
    known ??= rewritten(file, source.file?.registry ?? "", image.repository);
    return known;
  };
  const attempts = hosts.map((host) => attempt(file, image, { host, source: source.file, names, target }));
  const notes = [...planNotes(file, image, { source, logs: made.logs, target }), ...pullNotes(attempts)];
  const mirror = mirrorOf(file, source);
  const noMirror = mirror ? undefined : whyNoMirror(file, image.registry, source);
  const stopped = tlsFault(hosts, target);
  return { ok: true, plan: { image, mirror, noMirror, attempts, stopped, notes } };
}

function attempt(
  file: RegistriesFile,
  image: ImageReference,
  {
    host: registryHost,
    source,
    names: rewrittenNames,
    target,
  }: {
    readonly host: RegistryHost;
    readonly source: HostsFile | undefined;
    /** What the rewrites make of the repository. */
    readonly names: () => readonly Rewritten[];
    readonly target: Target;
  },
): PullAttempt {
  const { endpoint, host, scheme, schemes, skipsVerification } = registryHost;
  const embedded = endpoint?.embedded === true;
  const kind = embedded ? "embedded" : registryHost.isServer ? "registry" : "mirror";
  // k3s writes no rewrites for a mirror at the address of the embedded registry.
  const noRewrites = kind === "mirror" && Object.keys(endpoint?.rewrites ?? {}).length === 0;
  const names: readonly Rewritten[] =
    isRewritten(kind, target) && !noRewrites
      ? rewrittenNames()
      : [{ repository: image.repository, rewrite: undefined }];
  const made = {
    kind,
    path: endpoint && endpointPath(source, endpoint),
    host: shownHost(host),
    scheme,
    schemes,
    skipsVerification,
    requests: names.map(({ repository, rewrite }) => ({
      repository: rewrite ? shownRepository(repository) : repository,
      rewrite,
      ...manifestRequest(registryHost, image, repository),
    })),
    tls: endpoint && tlsOf(endpoint),
    credential: credentialFor(file, host, { embedded, target }),
  } as const;
  return { ...made, notes: attemptNotes(file, image, made, { host: registryHost, target }) };
}

/**
 * Whether the rewrites of the mirror count for a registry that is asked: not for the default endpoint since k3s writes
 * hosts.toml. Source: k3s `pkg/agent/containerd/config.go` `getHostConfigs`; before it, `config.toml` gave the rewrites
 * of a registry to all of its endpoints.
 */
function isRewritten(kind: PullAttempt["kind"], target: Target): boolean {
  if (kind === "embedded" || supports(target, "rewrite") === false) return false;
  return kind === "mirror" || supports(target, "hosts.toml") === false;
}

function endpointPath(file: HostsFile | undefined, { index }: RegistryEndpoint): Path | undefined {
  return file && index !== undefined ? ["mirrors", file.registry, "endpoint", index] : undefined;
}

function tlsOf({ tls, configKey }: RegistryEndpoint): AttemptTls | undefined {
  if (!tls || configKey === undefined) return undefined;
  return {
    path: ["configs", configKey, "tls"],
    files: fileFields.flatMap((key) =>
      tls[key] === "" ? [] : [{ key, text: isPlainPath(tls[key]) ? tls[key] : undefined }],
    ),
    skipsVerification: tls.insecure_skip_verify,
  };
}
