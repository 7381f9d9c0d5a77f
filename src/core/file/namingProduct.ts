import { withReader } from "../text/reader.ts";
import { type RegistriesFile, textOf } from "./file.ts";
import { readerName, type Target } from "./release.ts";

/**
 * Returns what names the product of a target in sentences that speak of k3s.
 *
 * @param file that the sentences are about: if a host, an endpoint or a user in it is called k3s, they may quote that name
 *   and stay as they are
 */
export function namingProduct(
  target: Target,
  file?: Pick<RegistriesFile, "mirrors" | "configs">,
): (sentence: string) => string {
  const reader = readerName(target);
  if (reader === undefined || (file && namesK3s(file))) return (sentence) => sentence;
  return (sentence) => withReader(sentence, reader);
}

function namesK3s({ mirrors, configs }: Pick<RegistriesFile, "mirrors" | "configs">): boolean {
  return (
    mirrors.some(
      ({ registry, endpoints }) => registry === "k3s" || endpoints.some(({ address }) => address?.host === "k3s"),
    ) || configs.some(({ host, auth }) => host === "k3s" || textOf(auth.username) === "k3s")
  );
}
