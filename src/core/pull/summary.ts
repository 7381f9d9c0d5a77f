import type { RegistriesFile } from "../file/file.ts";
import { namingProduct } from "../file/namingProduct.ts";
import type { Target } from "../file/release.ts";
import type { PullPlan } from "./pullPlan.ts";

/** A plan in one or two sentences: who is asked in which order, and how many of them without a credential. */
export function planSummary({ attempts, stopped }: Pick<PullPlan, "attempts" | "stopped">): string {
  if (stopped) return `No registry is tried. ${stopped.text}`;
  const [only] = attempts;
  if (attempts.length === 1 && only?.kind === "registry")
    return only.credential.kind === "anonymous"
      ? "containerd tries only the registry itself, without a credential."
      : "containerd tries only the registry itself.";
  const order = askedInOrder(attempts).reduce((before, next) => `${before}, then ${next}`);
  const asked = `containerd tries ${order}.`;
  const without = withoutCredential(attempts);
  return without ? `${asked} ${without}` : asked;
}

/** A note below every plan that is shown. */
export const nothingSent =
  "Nothing was sent: this is what the file says. A pod's pull Secret overrides the file's credentials.";

/** What it means for every pull when what reads the file can't. */
export function unreadableSummary(target: Target, file: RegistriesFile): string {
  return namingProduct(target, file)("k3s hangs at startup until it can read the file.");
}

function askedInOrder(attempts: PullPlan["attempts"]): readonly string[] {
  const count = (kind: string): number => attempts.filter((attempt) => attempt.kind === kind).length;
  const mirrors = count("mirror");
  return [
    ...(count("embedded") > 0 ? ["the node's embedded registry"] : []),
    ...(mirrors === 1 ? ["the mirror's endpoint"] : mirrors > 1 ? [`${mirrors} endpoints of the mirror`] : []),
    ...(count("registry") > 0 ? ["the registry itself"] : []),
  ];
}

function withoutCredential(attempts: PullPlan["attempts"]): string | undefined {
  const anonymous = attempts.filter(({ credential }) => credential.kind === "anonymous").length;
  if (anonymous === 0) return undefined;
  if (attempts.length === 1) return "It gets no credential.";
  if (anonymous === attempts.length) return "None of them gets a credential.";
  return anonymous === 1 ? "One of them gets no credential." : `${anonymous} of them get no credential.`;
}
