import { withReader } from "../text/reader.ts";
import { type RegistriesFile, textOf } from "./file.ts";
import { readerName, type Target } from "./release.ts";

/**
 * Returns what names the product of a target in sentences that speak of k3s. What k3d reads before k3s, k3d stops for.
 *
 * @param file that the sentences are about: if a host, an endpoint or a user in it is called k3s, they may quote that name
 *   and stay as they are
 */
export function namingProduct(
  target: Target,
  file?: Pick<RegistriesFile, "reader" | "mirrors" | "configs">,
): (sentence: string) => string {
  // Found out for the first sentence: most files are without one.
  let quotes: boolean | undefined;
  const quotesK3s = (): boolean => {
    quotes ??= file !== undefined && namesK3s(file);
    return quotes;
  };
  if (file?.reader === "k3d") return stoppingK3d(quotesK3s);
  const reader = readerName(target);
  if (reader === undefined) return (sentence) => sentence;
  return (sentence) => (quotesK3s() ? sentence : withReader(sentence, reader));
}

/** Source: docs/how-k3s-reads-it/other-readers.md#k3d. */
function stoppingK3d(quotesK3s: () => boolean): (sentence: string) => string {
  const named = (sentence: string): string =>
    quotesK3s() ? sentence.replace(/k3s(?= (?:stops|creates|can))/g, "k3d") : withReader(sentence, "k3d");
  return (sentence) => {
    const stops = sentence
      .replace(
        /can't (?:read|load) the file( because of this line)?,? and hangs at startup/,
        "stops with an error$1 and creates no cluster",
      )
      .replace("hangs at startup until", "creates no cluster until")
      .replace("can't read the file", "stops with an error")
      .replace(' after "Waiting to retrieve agent configuration"', "");
    return stops === sentence && !sentence.startsWith("k3s can't read this file") ? sentence : named(stops);
  };
}

function namesK3s({ mirrors, configs }: Pick<RegistriesFile, "mirrors" | "configs">): boolean {
  return (
    mirrors.some(
      ({ registry, endpoints }) => registry === "k3s" || endpoints.some(({ address }) => address?.host === "k3s"),
    ) || configs.some(({ host, auth }) => host === "k3s" || textOf(auth.username) === "k3s")
  );
}
