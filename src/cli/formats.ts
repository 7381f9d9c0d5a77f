import { compact } from "./format/compact.ts";
import type { Format, FormatOptions } from "./format/format.ts";
import { text } from "./format/text.ts";

type MakeFormat = (options: FormatOptions) => Format;

/** What `--format` takes: first those for people. */
export const formatNames = ["text", "compact", "json", "sarif", "github", "gitlab", "junit", "rdjson"] as const;
export type FormatName = (typeof formatNames)[number];

export function isFormat(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}

/** Loads a format. */
export async function formatOf(name: FormatName): Promise<MakeFormat> {
  if (name === "text") return text;
  if (name === "compact") return compact;
  return (await import("./loadedLater.ts"))[name];
}
