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
  invalid: ["No valid name", "Kubernetes refuses such a name, and the pod does not start."],
  refused: [
    "Refused",
    "The pull fails, unless the pod gets a credential from elsewhere: by a Secret, or a credential provider of the kubelet.",
  ],
  unsent: [
    "Credential not sent",
    "The file has a credential that was meant for it; as it stands, the pull goes without.",
  ],
  anonymous: ["Without a credential", "This works only if the repository is public."],
  secret: [
    "With a Secret of the manifest",
    "It goes before registries.yaml, which has no credential for these. Secrets are not looked into.",
  ],
  mirror: ["By a mirror, without a credential"],
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
