import { writesNoHostsToml } from "../containerd/containerdFiles.ts";
import type { ContentLog } from "../containerd/hostsFiles.ts";
import type { HostsSource } from "../containerd/hostsSource.ts";
import type { RegistryHost } from "../containerd/registryHosts.ts";
import { isPlainHost } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import { type Broken, brokenIn, describeTarget, fixedIn, supports, type Target } from "../file/release.ts";
import { isLoopback, splitPort } from "../hosts/endpoint.ts";
import type { ImageReference } from "../images/reference.ts";
import type { Path } from "../yaml/document.ts";
import { templateRemark } from "../yaml/template.ts";
import type { PlanNote, PullAttempt } from "./pullPlan.ts";

/** What counts for a pull as a whole. */
export function planNotes(
  file: RegistriesFile,
  { registry, repository }: ImageReference,
  {
    source,
    logs,
    target,
  }: {
    readonly source: HostsSource;
    readonly logs: readonly ContentLog[];
    readonly target: Target;
  },
): readonly PlanNote[] {
  const notes: PlanNote[] = [];
  const add = (text: string, path?: Path): number => notes.push({ text, path });
  const { file: hosts, unreadable } = source;
  if (writesNoHostsToml(target))
    add(`${describeTarget(target)} configures mirrors in another way, which this explanation does not cover.`);
  if (file.template) add(templateRemark);
  for (const log of logs) {
    if (log.registry !== (hosts ?? unreadable)?.registry || !("index" in log)) continue;
    const path = ["mirrors", log.registry, "endpoint", log.index];
    if (log.kind === "invalid-endpoint") add("k3s ignores this endpoint: it is not a URL.", path);
    else add("k3s ignores this endpoint: the list already contains it.", path);
  }
  const near = hosts?.registry === registry ? undefined : similarMirror(file, registry);
  if (near !== undefined)
    add(`The mirror ${near} does not apply here: its key must be exactly the registry of the image.`, [
      "mirrors",
      near,
    ]);
  const fallback = hosts?.registry === "*" ? fixedIn(target, "fallback from the wildcard mirror") : undefined;
  if (fallback !== undefined)
    add(
      `In ${describeTarget(target)} a pull through the mirror "*" never falls back to the registry itself. ${fallback} fixes that.`,
    );
  const sharing = hosts?.endpoints.some(({ embedded }) => embedded)
    ? hosts.registry === "*" && fixedIn(target, "sharing by the wildcard mirror")
    : undefined;
  if (sharing)
    add(
      `If ${describeTarget(target)} embeds Spegel 0.6, nodes share no images through the mirror "*". ${sharing} fixes that.`,
      ["mirrors", "*"],
    );
  for (const { path, fault } of withoutScheme(file, hosts?.registry, target))
    add(
      `k3s ${fault.first} reads no host in endpoints without a scheme, such as this one. They get no TLS settings, and no /v2 unless they name a port. ${fault.fixed} fixes that.`,
      path,
    );
  const last = hosts?.server?.index === undefined ? undefined : fixedIn(target, "default endpoint listed last");
  if (last !== undefined && hosts)
    add(`${describeTarget(target)} drops all mirrors of a registry that lists itself last. ${last} fixes that.`, [
      "mirrors",
      hosts.registry,
    ]);
  if (/^rancher\/rke2-runtime$/.test(repository))
    add("RKE2 pulls this image itself and looks up the credential by other rules than containerd.");
  return notes;
}

/** What of the way a pull goes is easily overlooked, where it matters for the registries that are asked. */
export function pullNotes(attempts: readonly PullAttempt[]): readonly PlanNote[] {
  const notes: PlanNote[] = [];
  const add = (text: string, path?: Path): number => notes.push({ text, path });
  if (attempts.some(({ kind }) => kind === "mirror"))
    add(
      "containerd starts with the first registry again for each manifest and layer. A mirror that does not answer delays them all.",
    );
  if (attempts.some(({ credential }) => sendsCredential(credential)))
    add(
      "containerd sends a credential only after a 401 with a WWW-Authenticate header. imagePullSecrets of the pod override this file's credentials for every registry, mirrors included.",
    );
  const withFiles = attempts.find(({ tls }) => (tls?.files.length ?? 0) > 0);
  if (withFiles) add(readsTlsFilesFirst, withFiles.tls?.path);
  return notes;
}

function sendsCredential({ kind }: PullAttempt["credential"]): boolean {
  return kind === "user" || kind === "identity-token" || kind === "template";
}

/** The endpoints that the build of the target, or one that it may be, can't use for want of a scheme. */
function withoutScheme(
  file: RegistriesFile,
  registry: string | undefined,
  target: Target,
): readonly { readonly path: Path; readonly fault: Broken }[] {
  const fault = brokenIn(target, "endpoint without a scheme");
  const mirror = fault && file.mirrorOf(registry);
  if (!fault || !mirror) return [];
  return mirror.endpoints.flatMap(({ path, text }) => (text.includes("://") ? [] : [{ path, fault }]));
}

/** A mirror whose key differs from a registry in case or port alone. */
function similarMirror({ mirrors }: RegistriesFile, registry: string): string | undefined {
  const name = (host: string): string => splitPort(host).name.toLowerCase();
  return mirrors
    .map((mirror) => mirror.registry)
    .find((key) => key !== registry && isPlainHost(key) && name(key) === name(registry));
}

/** Of any of the registries; source: containerd `core/remotes/docker/config/hosts.go` (`ConfigureHosts`). */
export const readsTlsFilesFirst =
  "containerd reads the TLS files of all these registries first. If one is missing or is not PEM, it tries no registry.";

/** Source: containerd `core/remotes/docker/config/hosts.go` (`ConfigureHosts`). */
export const httpsFirst = "Because of the TLS settings, containerd tries https first, then http.";

/** Source: containerd `core/remotes/docker/authorizer.go` (`AddResponses`: Basic wants a user). */
export const needsTokenServer =
  "An identity token works only with a token server (Bearer). A registry that requests Basic authentication gets no credential.";

/** What counts for one registry that is asked. */
export function attemptNotes(
  file: RegistriesFile,
  { registry }: ImageReference,
  { kind, host, scheme, schemes, requests, credential, tls }: Omit<PullAttempt, "notes">,
  { host: registryHost, target }: { readonly host: RegistryHost; readonly target: Target },
): readonly PlanNote[] {
  const { endpoint, implied, skipsVerification } = registryHost;
  const notes: PlanNote[] = [];
  const add = (text: string, path?: Path): number => notes.push({ text, path });
  if (kind === "embedded")
    add("containerd tries the node's embedded registry first. It serves images that other nodes already have.");
  if (scheme !== "http" && scheme !== "https") add("containerd supports only http and https, so this request fails.");
  else if (endpoint?.address && endpoint.address.scheme !== scheme)
    add(`containerd does not know the scheme of this endpoint, so it reads ${host} as the host.`);
  if (requests.some(({ sent }) => !sent))
    add("With this path the address is not a URL, so containerd sends no request.");
  if (implied && isLoopback(host) && skipsVerification)
    add(
      schemes.length > 1
        ? "containerd tries a registry on the node itself over https first, without checking its certificate, then over http."
        : "containerd does not check the certificate of a registry on the node itself.",
    );
  else if (schemes.length > 1) add(httpsFirst, tls?.path);
  else if (scheme === "http" && !isLoopback(host) && ["user", "identity-token"].includes(credential.kind))
    add("Without TLS, anyone on the network path can read the credential.");
  if (credential.kind === "identity-token") add(needsTokenServer, credential.path);
  if (requests.length > 1)
    add(
      "Several rewrites match this image, and containerd uses any one of them. Make their patterns exclude each other.",
    );
  const listed = kind === "registry" && endpoint?.index !== undefined;
  const mirror = listed ? file.mirrorOf(registry) : undefined;
  if (mirror && mirror.rewrites.length > 0 && supports(target, "hosts.toml") !== false)
    add("Listed last, this is the default endpoint, and rewrites do not apply to it.", mirror.rewrite.path);
  return notes;
}
