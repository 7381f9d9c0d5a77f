import { type Phrase, phrase } from "../text/phrase.ts";
import type { PullPlan } from "./plan.ts";

/** A plan in one or two sentences: who is asked in which order, and how many of them without a credential. */
export function planSummary({ attempts, stopped }: Pick<PullPlan, "attempts" | "stopped">): Phrase {
  if (stopped) return phrase("No registry is tried. {0}", stopped.text);
  const [only] = attempts;
  if (attempts.length === 1 && only?.kind === "registry")
    return only.credential.kind === "anonymous"
      ? phrase("Only the registry itself is asked, without a credential.")
      : phrase("Only the registry itself is asked.");
  const order = askedInOrder(attempts).reduce((before, next) => phrase("{0}, then {1}", before, next));
  const asked = phrase("Asked: {0}.", order);
  const without = withoutCredential(attempts);
  return without ? phrase("{0} {1}", asked, without) : asked;
}

function askedInOrder(attempts: PullPlan["attempts"]): readonly Phrase[] {
  const count = (kind: string): number => attempts.filter((attempt) => attempt.kind === kind).length;
  const mirrors = count("mirror");
  return [
    ...(count("embedded") > 0 ? [phrase("the node's embedded registry")] : []),
    ...(mirrors === 1
      ? [phrase("the endpoint of the mirror")]
      : mirrors > 1
        ? [phrase("{0} endpoints of the mirror", mirrors)]
        : []),
    ...(count("registry") > 0 ? [phrase("the registry itself")] : []),
  ];
}

function withoutCredential(attempts: PullPlan["attempts"]): Phrase | undefined {
  const anonymous = attempts.filter(({ credential }) => credential.kind === "anonymous").length;
  if (anonymous === 0) return undefined;
  if (attempts.length === 1) return phrase("It is asked without a credential.");
  if (anonymous === attempts.length) return phrase("All of them are asked without a credential.");
  return anonymous === 1
    ? phrase("One of them is asked without a credential.")
    : phrase("{0} of them are asked without a credential.", anonymous);
}
