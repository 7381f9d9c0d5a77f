import { type CheckedImage, type ImageStatus, imageStatuses } from "./checkImages.ts";

/** The images of one status, under a heading. */
export interface ImageGroup<Place> {
  readonly status: ImageStatus;
  readonly title: string;
  /** What holds for all of them. */
  readonly note: string | undefined;
  readonly images: readonly CheckedImage<Place>[];
}

const titles: Readonly<Record<ImageStatus, readonly [title: string, note?: string]>> = {
  invalid: ["Invalid name", "Kubernetes rejects the name, and the pod does not start."],
  refused: ["Refused", "The pull fails unless a pull Secret or a kubelet credential provider supplies a credential."],
  unsent: [
    "Credential not sent",
    "The file has a credential that seems meant for this registry, but containerd does not send it.",
  ],
  anonymous: ["Without a credential", "This works only if the repository is public."],
  secret: [
    "With a pull Secret of the manifest",
    "registries.yaml has no credential for these images, but the Secret overrides it. Secrets are not read.",
  ],
  mirror: ["From a mirror, without a credential"],
  credential: ["With a credential"],
  public: ["Without a credential, from registries of public images"],
};

/** Checked images under headings, the worst first. */
export function imageGroups<Place>(images: readonly CheckedImage<Place>[]): readonly ImageGroup<Place>[] {
  return imageStatuses.flatMap((status) => {
    const [title, note] = titles[status];
    const own = images.filter((image) => image.status === status);
    return own.length === 0 ? [] : [{ status, title, note, images: own }];
  });
}

/** What is said beside the name of an image that has no tag of its own. */
export const openTagNote = "its tag is filled in elsewhere";
