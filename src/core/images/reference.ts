import { type Result, refuse } from "../text/result.ts";

/** An image as containerd knows it, every part written out. */
export interface ImageReference {
  /** Host and port of the registry, as `docker.io` or `localhost:5000`; `docker.io` where none is written. */
  readonly registry: string;
  /** The name without registry and tag, as `library/nginx`. */
  readonly repository: string;
  /** `latest` where neither tag nor digest is written; `undefined` beside a digest, which goes before it. */
  readonly tag: string | undefined;
  /** As `sha256:…`. */
  readonly digest: string | undefined;
  /** All of it, as `docker.io/library/nginx:latest`. */
  readonly text: string;
}

export type ImageReading = Result<{ readonly image: ImageReference }>;

const domain =
  /^(?:(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d])(?:\.(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d]))*|\[[a-f\d:]+\])(?::\d+)?$/i;
const repositoryPart = /^[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * Reads the name of an image as the kubelet hands it to containerd's CRI. Source: distribution/reference
 * `normalize.go` (`ParseDockerRef`, `splitDockerDomain`) and `regexp.go`, which containerd uses.
 *
 * @param text as a manifest has it; blanks around it are left out
 */
export function parseImage(text: string): ImageReading {
  const written = text.trim();
  if (written === "") return refuse("Enter an image name.");
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(written))
    return refuse("Remove https://: an image name starts with the registry's host.");
  if (/\s/.test(written)) return refuse("An image name can't contain spaces.");
  if (/^[a-f\d]{64}$/.test(written)) return refuse("This is the id of an image on a node. Enter the name of an image.");
  const at = written.indexOf("@");
  const digest = at < 0 ? undefined : written.slice(at + 1);
  const { registry, rest } = splitRegistry(at < 0 ? written : written.slice(0, at));
  const colon = rest.indexOf(":");
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  const name = colon < 0 ? rest : rest.slice(0, colon);
  // A host that is none, but could be part of a name, is read as one and asked all the same: `hub.my_registry.com`.
  if (!domain.test(registry) && !repositoryPart.test(registry))
    return refuse("The part before the first / is not a registry host.");
  if (name === "") return refuse("The image has no name after the registry.");
  if (/[A-Z]/.test(name)) return refuse("The image name contains upper case letters. Write it in lower case.");
  if (!name.split("/").every((part) => repositoryPart.test(part)))
    return refuse("An image name can contain only lower-case letters and digits, with . _ - or / between them.");
  const repository = registry === "docker.io" && !name.includes("/") ? `library/${name}` : name;
  if (registry.length + 1 + repository.length > 255) return refuse("An image name can have at most 255 characters.");
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag))
    return refuse("A tag can contain only letters, digits, _ . and -, at most 128 characters.");
  if (digest !== undefined && !isDigest(digest))
    return refuse("A digest must be sha256: and 64 hexadecimal digits in lower case.");
  const keptTag = digest === undefined ? (tag ?? "latest") : undefined;
  const suffix = digest === undefined ? `:${keptTag}` : `@${digest}`;
  return {
    ok: true,
    image: { registry, repository, tag: keptTag, digest, text: `${registry}/${repository}${suffix}` },
  };
}

/** The registry of a name, if its first part looks like a host; Docker Hub for all else. */
function splitRegistry(name: string): { readonly registry: string; readonly rest: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  if (!isHost) return { registry: "docker.io", rest: name };
  return { registry: first === "index.docker.io" ? "docker.io" : first, rest: name.slice(slash + 1) };
}

function isDigest(text: string): boolean {
  const [, algorithm = "", hex = ""] = /^([a-z\d]+):([a-f\d]+)$/.exec(text) ?? [];
  return hex !== "" && digestLengths[algorithm] === hex.length;
}
