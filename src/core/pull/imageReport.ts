import { type Phrase, phrase } from "../text/phrase.ts";
import { type CheckedImage, type ImageStatus, imageStatuses } from "./checkImages.ts";

/** The images of one status, under a heading. */
export interface ImageGroup<Place> {
  readonly status: ImageStatus;
  readonly title: Phrase;
  /** What holds for all of them. */
  readonly note: Phrase | undefined;
  readonly images: readonly CheckedImage<Place>[];
}

const titles: Readonly<Record<ImageStatus, readonly [title: Phrase, note?: Phrase]>> = {
  invalid: [phrase("No valid name"), phrase("Kubernetes refuses such a name, and the pod does not start.")],
  refused: [
    phrase("Refused"),
    phrase(
      "The pull fails, unless the pod gets a credential from elsewhere: by a Secret, or a credential provider of the kubelet.",
    ),
  ],
  unsent: [
    phrase("Credential not sent"),
    phrase("The file has a credential that was meant for it; as it stands, the pull goes without."),
  ],
  anonymous: [phrase("Without a credential"), phrase("This works only if the repository is public.")],
  secret: [
    phrase("With a Secret of the manifest"),
    phrase("It goes before registries.yaml, which has no credential for these. Secrets are not looked into."),
  ],
  mirror: [phrase("By a mirror, without a credential")],
  credential: [phrase("With a credential")],
  public: [phrase("Without a credential, from registries of public images")],
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
export const openTagNote = phrase("its tag is filled in elsewhere");
