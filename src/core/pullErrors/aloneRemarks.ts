import { dockerHubHost } from "../hosts/endpoint.ts";
import { isDockerHub } from "../hosts/registryKey.ts";
import type { PullError } from "./pullError.ts";
import type { ContainerdLine } from "./shownFailure.ts";

/**
 * What an error says about the mirrors of a registries.yaml that is not at hand, by `shownFailure`.
 *
 * @param line `undefined` where it is not known
 */
export function aloneRemarks(error: PullError, line: ContainerdLine | undefined): readonly string[] {
  const { failure, host, image } = error;
  if (failure === "not-found" && host === undefined)
    return line === 1
      ? []
      : [
          "With containerd 2 (since v1.31.6 and v1.32.2), other registries of this pull may have failed in another way: look in containerd.log on the node.",
        ];
  if (failure !== "no-answer" || host === undefined || !image || !isItself(error)) return [];
  const { registry } = image;
  if (line === 2)
    return [
      `If registries.yaml has a mirror for ${registry}, this node did not try it. Otherwise containerd 2 would not report ${host}.`,
    ];
  if (line === 1)
    return [
      `If registries.yaml has a mirror for ${registry}, that mirror answered "not found", or the node has not read the file.`,
    ];
  return [
    `If registries.yaml has a mirror for ${registry}, nodes with containerd 2 (since v1.31.6 and v1.32.2) did not try it. Otherwise they would not report ${host}.`,
  ];
}

/** Whether the registry of the image itself was tried. */
function isItself({ host, image, mirrorOf, forToken }: PullError): boolean {
  if (mirrorOf !== undefined || host === undefined || !image) return false;
  if (host === image.registry) return true;
  return image.registry === "docker.io" && (host === dockerHubHost || (forToken && isDockerHub(host)));
}
