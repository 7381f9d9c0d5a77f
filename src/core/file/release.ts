/**
 * What will read the file: k3s and RKE2 share a parser, k3d has another. Source:
 * docs/how-k3s-reads-it/other-readers.md#k3d.
 */
export type Product = "k3s" | "rke2" | "k3d";

/** Major, minor and patch of the Kubernetes release that k3s and RKE2 are named after. */
export type Version = readonly [major: number, minor: number, patch: number];

/** What a file is written for. Nothing named means any of it: rules then say which versions they speak of. */
export interface Target {
  readonly product?: Product;
  readonly version?: Version;
  /** The N of `+k3sN` or `+rke2rN`; nothing named means any build of the version. */
  readonly build?: number;
}

/** In UTF-16 units, blanks around it included. */
const longestTarget = 100;

/**
 * Reads a target as people write it: `k3s`, `rke2 v1.31.6+rke2r1`, `k3s@1.32`, `v1.30.4-k3s1`, or `any`. A build names
 * the product too; one of another product than the named one does not count.
 *
 * @returns `undefined` when it is none of these; a minor release without a patch stands for its newest patch
 */
export function parseTarget(text: string): Target | undefined {
  if (text.length > longestTarget) return undefined;
  const match = /^\s*(k3s|rke2|k3d|any)?(?:(?:^|[\s@]+)v?(\d+)\.(\d+)(?:\.(\d+))?([-+]\S*)?)?\s*$/i.exec(text);
  if (!match) return undefined;
  const [, named, major, minor, patch, suffix = ""] = match;
  const [, builtBy, number] = /[-+](k3s|rke2)r?(\d+)$/i.exec(suffix) ?? [];
  const product = productNamed(named) ?? productNamed(builtBy);
  const build = patch !== undefined && builtBy?.toLowerCase() === builderOf(product) ? number : undefined;
  return {
    ...(product === undefined ? {} : { product }),
    ...(major === undefined
      ? {}
      : { version: [Number(major), Number(minor), patch === undefined ? Number.MAX_SAFE_INTEGER : Number(patch)] }),
    ...(build === undefined ? {} : { build: Number(build) }),
  };
}

function productNamed(text: string | undefined): Product | undefined {
  const name = text?.toLowerCase();
  return name === "k3s" || name === "rke2" || name === "k3d" ? name : undefined;
}

/** Whose builds a product runs: k3d starts images of k3s. */
function builderOf(product: Product | undefined): "k3s" | "rke2" {
  return product === "rke2" ? "rke2" : "k3s";
}

export const productNames: Readonly<Record<Product, string>> = { k3s: "k3s", rke2: "RKE2", k3d: "k3d" };

/** Returns a target as sentences name it: `k3s v1.30.4`, `k3s or RKE2, any version`. */
export function describeTarget(target: Target): string {
  const name = target.product === undefined ? "k3s or RKE2" : productNames[target.product];
  const release = releaseName(target);
  return release === undefined ? `${name}, any version` : `${name} ${release}`;
}

/** Returns the release of a target, as `v1.30.4+k3s1`; `undefined` when it names no version. */
export function releaseName({ product, version, build }: Target): string | undefined {
  if (!version) return undefined;
  const [major, minor, patch] = version;
  const release = `v${major}.${minor}${patch === Number.MAX_SAFE_INTEGER ? "" : `.${patch}`}`;
  const suffix = build === undefined ? "" : `+${builderOf(product) === "rke2" ? "rke2r" : "k3s"}${build}`;
  return release + suffix;
}

/** The name of what reads the files in sentences that speak of k3s; `undefined` where that is right as it is. */
export function readerName({ product }: Target): string | undefined {
  return product === "rke2" ? "RKE2" : undefined;
}

/**
 * In which release of each minor line something was first there. Source: docs/how-k3s-reads-it/releases.md. Every line
 * after the last one named has it, every line before the first one lacks it.
 */
const firstReleases = {
  /** Quotes and backslashes in a credential reach containerd whole. */
  "escaped credentials": ["1.19.1"],
  insecure_skip_verify: ["1.19.1"],
  /** Before it the rendered key had another name than containerd's. */
  identity_token: ["1.17.0"],
  rewrite: ["1.21.0"],
  /** Mirrors go to certs.d/<host>/hosts.toml, and a file that can't be read makes k3s wait instead of ending. */
  "hosts.toml": ["1.26.13", "1.27.10", "1.28.6", "1.29.1"],
  "wildcard in configs": ["1.26.15", "1.27.12", "1.28.8", "1.29.3"],
  "duplicate endpoints are skipped": ["1.26.15", "1.27.12", "1.28.8", "1.29.3"],
  "containerd 2": ["1.31.6", "1.32.2"],
  "credential of docker.io": ["1.31.11", "1.32.7", "1.33.3"],
  /** containerd 1.7.24: https first for an endpoint with `http://`, no port and TLS settings (k3s release notes). */
  "https before http without a port": ["1.29.15", "1.30.11", "1.31.6", "1.32.2"],
  /** Go 1.26: `::1:5000` without brackets is no host. */
  "colons in hosts refused": ["1.36.0"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Feature = keyof typeof firstReleases;

/**
 * Whether a target has a feature.
 *
 * @returns `undefined` when no version is named, so that it may or may not
 */
export function supports({ version }: Target, feature: Feature): boolean | undefined {
  if (!version) return undefined;
  const [major, minor, patch] = version;
  if (major !== 1) return major > 1;
  const lines = firstReleases[feature].map((release) => release.split(".").map(Number));
  const line = lines.find(([, lineMinor]) => lineMinor === minor);
  if (line) return patch >= (line[2] ?? 0);
  return minor > Math.max(...lines.map(([, lineMinor = 0]) => lineMinor));
}

/** The first releases with a feature, as a message names them: `v1.31.11, v1.32.7 and v1.33.3`. */
export function since(feature: Feature): string {
  const names = firstReleases[feature].map((release) => `v${release}`);
  const last = names.pop();
  return names.length === 0 ? (last ?? "") : `${names.join(", ")} and ${last}`;
}

/**
 * What worked before and works again: the first release of a minor line without it, and the first with it again. With
 * `+k3sN`, RKE2 never had the fault in a release.
 */
const breakages = {
  /**
   * The first hosts.toml that k3s wrote had no usable address for an endpoint without a scheme (k3s#9322, #9323). RKE2
   * took the fix along before its own releases of that month (rke2#5348).
   */
  "endpoint without a scheme": [
    ["1.26.13+k3s1", "1.26.13+k3s2"],
    ["1.27.10+k3s1", "1.27.10+k3s2"],
    ["1.28.6+k3s1", "1.28.6+k3s2"],
    ["1.29.1+k3s1", "1.29.1+k3s2"],
  ],
  /** TLS settings of a registry that no mirror stands for (k3s#9839, #9983). */
  "tls without a mirror": [
    ["1.27.12", "1.27.13"],
    ["1.28.8", "1.28.9"],
    ["1.29.3", "1.29.4"],
  ],
  /** The registry itself, listed as its own last endpoint, made k3s drop all of its mirrors (k3s#9341, #9626). */
  "default endpoint listed last": [
    ["1.26.13", "1.26.15"],
    ["1.27.10", "1.27.12"],
    ["1.28.6", "1.28.8"],
    ["1.29.1", "1.29.3"],
  ],
  /** With a mirror for `*`, a pull did not go on to the registry itself (k3s#9728; on containerd 2, #11857). */
  "fallback from the wildcard mirror": [
    ["1.26.13", "1.26.15"],
    ["1.27.10", "1.27.12"],
    ["1.28.6", "1.28.8"],
    ["1.29.1", "1.29.3"],
    ["1.31.6", "1.31.7"],
    ["1.32.2", "1.32.3"],
  ],
  /**
   * Builds with Spegel 0.6 looked for images of the registry `https://*`, so that nodes shared none by the mirror `*`
   * (k3s#13526, #13527). In which build of these versions that Spegel came first is not known.
   */
  "sharing by the wildcard mirror": [
    ["1.32.11", "1.32.12"],
    ["1.33.7", "1.33.8"],
    ["1.34.3", "1.34.4"],
    ["1.35.0", "1.35.1"],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [broken: string, fixed: string])[]>>;
export type Breakage = keyof typeof breakages;

/** What a release can't do, although those before and after it can. */
export interface Broken {
  /** The first release with the fault, as `v1.29.1+k3s1`. */
  readonly first: string;
  /** The release of the same minor line that fixes it, as `v1.29.4`. */
  readonly fixed: string;
  /** Whether the target has the fault for certain: not where only some builds of the version have it. */
  readonly certain: boolean;
}

/** @returns `undefined` where it works, and where no version is named */
export function brokenIn({ product, version, build }: Target, breakage: Breakage): Broken | undefined {
  if (version?.[0] !== 1) return undefined;
  const [, minor, patch] = version;
  for (const [first, fixed] of breakages[breakage]) {
    const [from, to] = [releaseOf(first), releaseOf(fixed)];
    if (from.minor !== minor || (from.build > 0 && product === "rke2")) continue;
    const isBefore = (release: Release, of: number): boolean =>
      patch < release.patch || (patch === release.patch && of < release.build);
    const [some, all] = (build === undefined ? [from.build, to.build] : [build, build]).map(
      (of) => !isBefore(from, of) && isBefore(to, of),
    );
    if (some || all) return { first: `v${first}`, fixed: `v${fixed}`, certain: Boolean(some && all) };
  }
  return undefined;
}

interface Release {
  readonly minor: number;
  readonly patch: number;
  /** 0 for all builds. */
  readonly build: number;
}

function releaseOf(text: string): Release {
  const [, minor = 0, patch = 0, build = 0] = text.split(/\.|\+k3s/).map(Number);
  return { minor, patch, build };
}

/** The release that fixes what is certainly broken in the version that a target names, as `v1.29.4`. */
export function fixedIn(target: Target, breakage: Breakage): string | undefined {
  const broken = brokenIn(target, breakage);
  return broken?.certain ? broken.fixed : undefined;
}
