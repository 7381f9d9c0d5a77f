import type { Format, FormatOptions } from "./format/format.ts";
import { github } from "./format/github.ts";
import { json } from "./format/json.ts";
import { sarif } from "./format/sarif.ts";
import { text } from "./format/text.ts";

/** What `--format` can name. */
export const formats: Readonly<Record<string, (options: FormatOptions) => Format>> = { text, json, sarif, github };
