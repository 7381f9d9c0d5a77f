import { compact } from "./format/compact.ts";
import type { Format, FormatOptions } from "./format/format.ts";
import { text } from "./format/text.ts";
import type { FormatName } from "./formatNames.ts";

type MakeFormat = (options: FormatOptions) => Format;

/** Loads a format. */
export async function formatOf(name: FormatName): Promise<MakeFormat> {
  if (name === "text") return text;
  if (name === "compact") return compact;
  return (await import("./loadedLater.ts"))[name];
}
