import { type CheckedImage, type ImageStatus, imageStatuses } from "./checkImages.ts";

/** The images of one status. */
export interface ImageGroup<Place> {
  readonly status: ImageStatus;
  /** A sentence about all of them. */
  readonly note: string | undefined;
  readonly images: readonly CheckedImage<Place>[];
}

const notes: Partial<Readonly<Record<ImageStatus, string>>> = {
  invalid: "Kubernetes rejects the name, and the pod does not start.",
  refused: "The pull fails unless a pull Secret or a kubelet credential provider supplies a credential.",
  unsent: "The file has a credential that seems meant for this registry, but containerd does not send it.",
  anonymous: "This works only if the repository is public.",
  secret: "registries.yaml has no credential for these images, but the Secret overrides it. Secrets are not read.",
};

/** Groups checked images by status, the worst first. Hosts give each group its heading. */
export function imageGroups<Place>(images: readonly CheckedImage<Place>[]): readonly ImageGroup<Place>[] {
  return imageStatuses.flatMap((status) => {
    const own = images.filter((image) => image.status === status);
    return own.length === 0 ? [] : [{ status, note: notes[status], images: own }];
  });
}

/** A remark for an image that has no tag of its own. */
export const openTagNote = "its tag is filled in elsewhere";
