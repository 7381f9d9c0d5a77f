import { type HostsFile, hostsFiles, type NodeOptions } from "../containerd/hostsFiles.ts";
import { folderOf } from "../containerd/hostsSource.ts";
import { hostsToml } from "../containerd/hostsToml.ts";
import type { Registry } from "../file/goDecode.ts";
import { supports } from "../file/release.ts";
import { type NodeAnswer, type NodeHostsFile, plainLine } from "./answers.ts";

/** The SHA-256 of a text in UTF-8, in lowercase hexadecimal digits. */
export type Digest = (text: string) => string | Promise<string>;

/** The hosts.toml files that k3s writes of a registries.yaml, for nodes that run in one way. */
interface Rendering {
  readonly options: NodeOptions;
  /** By the folder below certs.d. */
  readonly files: ReadonlyMap<string, { readonly registry: string; readonly sha256: string }>;
}

/** How the hosts.toml files of a node differ from those that k3s writes of a registries.yaml. */
export interface HostsDifference {
  readonly kind: "differs" | "missing" | "extra";
  /** The folder below certs.d; it can be shown. */
  readonly folder: string;
  /** The key of `mirrors` or `configs` that it is made for; `undefined` if it is extra. */
  readonly registry: string | undefined;
}

/** What the hosts.toml files of a node say. */
export interface WrittenHosts {
  /** The way to run the node that explains its files best. */
  readonly options: NodeOptions;
  /** None if the files are those that k3s writes then. */
  readonly differences: readonly HostsDifference[];
  /** True if other options would explain them as well, so that they tell nothing of the options. */
  readonly ambiguous: boolean;
  /** True if k3s of that release writes the files as they are made here, so that a difference is one. */
  readonly certain: boolean;
}

/**
 * Compares the hosts.toml files of a node with those that k3s writes of a registries.yaml, for each way to run the node.
 *
 * @param answer of the node
 * @param options what is known of the node; its options count if several ways explain the files
 * @param digest called once for each file and way
 */
export async function writtenHosts(
  { certsd, more }: NodeAnswer,
  registry: Registry,
  options: NodeOptions,
  digest: Digest,
): Promise<WrittenHosts> {
  const ways = [options, ...flags.map((flag) => ({ ...options, ...flag }))];
  const found = await Promise.all(
    ways.map(async (way) => {
      const rendering = await renderingOf(registry, way, digest);
      const differences = differencesOf(certsd ?? [], rendering);
      // The list of a node can be cut.
      return { options: way, differences: differences.filter(({ kind }) => !(more && kind === "missing")) };
    }),
  );
  const [first, ...others] = found;
  const best = others.reduce(
    (one, other) => (other.differences.length < one.differences.length ? other : one),
    first ?? { options, differences: [] },
  );
  const same = others.filter(
    (one) => one.differences.length === best.differences.length && !isSameWay(one.options, best.options),
  );
  return {
    options: best.options,
    differences: best.differences,
    ambiguous: same.length > 0,
    certain: supports(options.target ?? {}, "containerd 2") === true,
  };
}

const flags: readonly NodeOptions[] = [false, true].flatMap((embeddedRegistry) =>
  [false, true].map((disableDefaultEndpoint) => ({ embeddedRegistry, disableDefaultEndpoint })),
);

function isSameWay(one: NodeOptions, other: NodeOptions): boolean {
  return (
    Boolean(one.embeddedRegistry) === Boolean(other.embeddedRegistry) &&
    Boolean(one.disableDefaultEndpoint) === Boolean(other.disableDefaultEndpoint)
  );
}

async function renderingOf(registry: Registry, options: NodeOptions, digest: Digest): Promise<Rendering> {
  const files = await Promise.all(
    hostsFiles(registry, options).files.map(async (file: HostsFile) => {
      const sha256 = await digest(hostsToml(file, "revealed", options.target?.product));
      return [plainLine(folderOf(file.directory)), { registry: file.registry, sha256 }] as const;
    }),
  );
  return { options, files: new Map(files) };
}

function differencesOf(found: readonly NodeHostsFile[], { files }: Rendering): readonly HostsDifference[] {
  const there = new Map(found.map((file) => [file.host, file]));
  const expected = [...files].flatMap(([folder, { registry, sha256 }]): readonly HostsDifference[] => {
    const file = there.get(folder);
    if (!file) return [{ kind: "missing", folder, registry }];
    return file.sha256 === sha256 ? [] : [{ kind: "differs", folder, registry }];
  });
  // k3s leaves a folder alone that it has not made itself: docs/how-k3s-reads-it/generated-files.md#hosts-toml.
  const extra = found
    .filter(({ host, generated }) => generated === true && !files.has(host))
    .map(({ host }): HostsDifference => ({ kind: "extra", folder: host, registry: undefined }));
  return [...expected, ...extra];
}
