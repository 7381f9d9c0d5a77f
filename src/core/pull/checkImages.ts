import type { NodeOptions } from "../containerd/hostsFiles.ts";
import { isPlainHost, shownHost } from "../display/shown.ts";
import { shownImage } from "../display/shownImage.ts";
import { hasCredential, type RegistriesFile } from "../file/file.ts";
import { isLoginOnly } from "../hosts/loginOnly.ts";
import { isPublicRegistry } from "../hosts/publicRegistries.ts";
import { isGoogleHost } from "../hosts/registryHost.ts";
import type { ImageMention } from "../images/mention.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import { type Refusal, type Result, refuse } from "../text/result.ts";
import { pullPlan } from "./plan.ts";
import type { PullAttempt, PullPlan } from "./pullPlan.ts";

/**
 * How an image fares, the worst first.
 *
 * - `invalid`: containerd does not accept its name
 * - `refused`: no registry is tried, or only registries that certainly reject the request
 * - `unsent`: the file has a credential that was meant for it
 * - `anonymous`: it is pulled without a credential, from a registry that may want one
 * - `secret`: that as well, but the manifest names a Secret to pull with
 * - `mirror`: a mirror is asked, without a credential
 * - `credential`: a credential is sent
 * - `public`: it is pulled without a credential, from a registry of public images
 */
export const imageStatuses = [
  "invalid",
  "refused",
  "unsent",
  "anonymous",
  "secret",
  "mirror",
  "credential",
  "public",
] as const;
export type ImageStatus = (typeof imageStatuses)[number];

/** An image of a workspace, and what k3s does with it by one registries.yaml. No part of a secret is in it. */
export interface CheckedImage<Place> {
  /** As the first place has it. */
  readonly image: string;
  /** Whether its tag is filled in by something else. */
  readonly openTag: boolean;
  readonly status: ImageStatus;
  /** The registries that containerd tries, in order, with or without a credential; empty if there is none. */
  readonly route: readonly string[];
  /** Why it is so, where there is something to say. */
  readonly reason: string | undefined;
  /** The registry that its name begins with; `undefined` for an invalid one. */
  readonly registry: string | undefined;
  readonly places: readonly Place[];
}

/** Refused if k3s can't read the file, so that it does not start. */
export type ImageCheck<Place> = Result<{ readonly images: readonly CheckedImage<Place>[] }>;

/** Whether an image can't be pulled, or not as the file was meant to. */
export function isFault(status: ImageStatus): boolean {
  return status === "invalid" || status === "refused" || status === "unsent";
}

/**
 * Checks images against a registries.yaml: each once, the worst first, then by name. Nothing is sent, and whether a
 * registry has an image, or the account may read it, is not known.
 *
 * @param mentions where the images are named, each with whatever place the caller knows it by
 */
export function checkImages<Place>(
  file: RegistriesFile,
  mentions: readonly { readonly mention: ImageMention; readonly place: Place }[],
  options: NodeOptions = {},
): ImageCheck<Place> {
  const images = new Map<string, { readonly checked: Omit<CheckedImage<Place>, "places">; readonly places: Place[] }>();
  const verdicts = new Map<string, Verdict | Refusal>();
  const verdictOf = (image: ImageReference): Verdict | Refusal => {
    const known = verdicts.get(image.registry);
    if (known) return known;
    const reading = pullPlan(file, image, options);
    const made = reading.ok ? verdict(file, reading.plan) : refuse(reading.problem);
    verdicts.set(image.registry, made);
    return made;
  };

  for (const { mention, place } of mentions) {
    const { text, openTag } = mention;
    const reading = parseImage(text);
    const found = reading.ok ? verdictOf(reading.image) : invalid(reading.problem);
    if ("problem" in found) return found;
    const { status, route, reason } = withSecret(found, mention.pullSecret);
    const name = reading.ok ? (openTag ? withoutTag(reading.image) : reading.image.text) : text;
    const key = `${status} ${openTag} ${name}`;
    const known = images.get(key);
    if (known) known.places.push(place);
    else {
      const registry = reading.ok ? shownHost(reading.image.registry) : undefined;
      images.set(key, {
        checked: { image: shownImage(text), openTag, status, route, reason, registry },
        places: [place],
      });
    }
  }
  const order = (status: ImageStatus): number => imageStatuses.indexOf(status);
  return {
    ok: true,
    images: [...images.values()]
      .map(({ checked, places }) => ({ ...checked, places }))
      .sort((a, b) => order(a.status) - order(b.status) || (a.image < b.image ? -1 : 1)),
  };
}

type Verdict = Pick<CheckedImage<unknown>, "status" | "route" | "reason">;

function invalid(problem: string): Verdict {
  return { status: "invalid", route: [], reason: problem };
}

function withoutTag({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/**
 * A pull secret replaces the file (docs/how-k3s-reads-it/credentials.md#pull-secrets), so what the file lacks may not
 * be lacking.
 */
function withSecret(found: Verdict, pullSecret: boolean): Verdict {
  const lacking = found.route.length > 0 && /^(?:refused|unsent|anonymous)$/.test(found.status);
  if (!pullSecret || !lacking) return found;
  return {
    ...found,
    status: "secret",
    reason: "The manifest names a pull Secret, which overrides registries.yaml.",
  };
}

function verdict(file: RegistriesFile, { attempts, stopped }: PullPlan): Verdict {
  if (stopped) return { status: "refused", route: [], reason: stopped.text };
  const route = attempts.map(step);
  if (attempts.some(({ credential }) => sendsCredential(credential.kind)))
    return { status: "credential", route, reason: undefined };
  const asked = attempts.filter(({ kind }) => kind !== "embedded");
  const refusals = asked.map(refusal);
  const [first] = refusals;
  // The embedded registry may have the image from another node.
  if (first && asked.length === attempts.length && refusals.every((reason) => reason !== undefined))
    return { status: "refused", route, reason: first };
  const unsent = asked.find((attempt) => isUnsent(file, attempt));
  if (unsent && "reason" in unsent.credential) return { status: "unsent", route, reason: unsent.credential.reason };
  if (asked.some(({ kind }, i) => kind === "mirror" && refusals[i] === undefined))
    return { status: "mirror", route, reason: undefined };
  const host = asked.at(-1)?.host ?? "";
  if (isPublicRegistry(host)) return { status: "public", route, reason: undefined };
  return { status: "anonymous", route, reason: first ?? otherGoogleHost(file, host) };
}

function sendsCredential(kind: PullAttempt["credential"]["kind"]): boolean {
  return kind === "user" || kind === "identity-token" || kind === "template";
}

/** Why a registry gives nothing for certain; `undefined` where it may. */
function refusal({ host, credential }: PullAttempt): string | undefined {
  if (credential.kind === "unreadable") return credential.reason;
  if (credential.kind !== "anonymous" || !isLoginOnly(host)) return undefined;
  return `${host} rejects every pull without a credential. ${credential.reason}`;
}

/** True if the file has a credential that seems meant for a host that gets none. */
function isUnsent(file: RegistriesFile, { host, credential }: PullAttempt): boolean {
  if (credential.kind !== "anonymous" || credential.path === undefined) return credential.kind === "unreadable";
  const [section, key] = credential.path;
  if (section === "auths") return true;
  const config = file.configOf(key);
  if (!config || !hasCredential(config)) return false;
  // That one entry and one host are left over makes them no pair, unless their names are alike.
  return key === host || file.matching.unaddressed.get(config)?.near !== false;
}

/** People take a key of Google's for one of all its hosts. */
function otherGoogleHost({ configs }: RegistriesFile, host: string): string | undefined {
  const other = isGoogleHost(host)
    ? configs.find((config) => isGoogleHost(config.host) && isPlainHost(config.host) && hasCredential(config))
    : undefined;
  return other && `The credential of ${other.host} is sent to that host only. ${host} needs its own entry.`;
}

function step({ kind, host, credential }: PullAttempt): string {
  if (kind === "embedded") return "the node's embedded registry";
  if (credential.kind === "user" && credential.user !== undefined) return `${host} as ${credential.user}`;
  if (credential.kind === "unknown") return `${host} with a credential that is not known`;
  return sendsCredential(credential.kind) ? `${host} with a credential` : `${host} without a credential`;
}
