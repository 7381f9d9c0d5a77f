import type { CarrierFile } from "../carriers/openCarrier.ts";
import type { Region } from "../carriers/region.ts";
import { secretsOf } from "./fileSecrets.ts";
import { lineStop, unreadSecrets } from "./lineSecrets.ts";
import { textsOf, type WrittenSecrets } from "./maskedFile.ts";
import { isSecretKey } from "./secretKey.ts";
import type { SecretSpan } from "./secretSpan.ts";
import { secretSpans } from "./secretSpans.ts";

/**
 * The secrets of a file that carries registries.yaml files, in offsets of the whole file: those of every region, and around
 * them what the key, the name or the option before it calls a secret. A region that is written otherwise than it is read, as
 * in base64, is hidden as a whole if a secret is in it. They are searched for when they are first asked for.
 */
export function carrierSecrets({ text, regions }: CarrierFile): WrittenSecrets {
  const { hide } = secretsOf(regions.map(({ file }) => file.doc));
  let found: { readonly spans: readonly SecretSpan[]; readonly texts: readonly string[] } | undefined;
  const search = (): NonNullable<typeof found> => {
    found ??= searched(text, regions);
    return found;
  };
  return {
    text,
    hide,
    get spans() {
      return search().spans;
    },
    get texts() {
      return search().texts;
    },
  };
}

function searched(text: string, regions: readonly Region[]) {
  const inside = regions.map((region) => ({ region, spans: secretSpans(region.file.doc) }));
  const outer = inside.flatMap(({ region, spans }) => spans.map((span) => outerSecret(region, span)));
  const around = aroundRegions(text, regions);
  const spans = merged([...outer, ...around]);
  const texts = inside.flatMap(({ region, spans }) => textsOf(region.text, spans).map((one) => region.written(one)));
  return { spans, texts: [...texts, ...textsOf(text, spans)] };
}

function outerSecret(region: Region, span: SecretSpan): SecretSpan {
  const outer = region.outerSpan(span);
  const isAsRead = outer.end - outer.start === span.end - span.start;
  return { ...outer, whole: span.whole && isAsRead };
}

/** A name before `=`, as in shells and HCL, and an option of a command before its value. */
const assignment =
  /(?<![\w.-])(?:([A-Za-z][\w-]{0,80})["']?[ \t]{0,20}=[ \t]{0,20}|--?(password|passwd|token|secret|user|username|p|u)(?:=| {1,20}))(?=\S)/g;
const secretName = /pass(?:word|wd|phrase)?$|pwd$|token$|secret$|api_?key$/i;
/** What stands for a value that is elsewhere. */
const reference = /^["']?(?:\$[\w{(]|(?:var|local|data|module)\.[\w.[\]]+)/;
/** Commands whose `-p` and `-u` are no password and no user of a registry. */
const plainCommands = new Set(
  "chmod chown cp groupadd install ln ls mkdir ps rmdir rsync scp sort ssh tar touch umount unzip useradd usermod".split(
    " ",
  ),
);

/**
 * True for an option of one letter if its command is known to have another meaning for it.
 *
 * @param before what precedes the option
 */
function isPlainOption(option: string, before: string): boolean {
  if (option.length > 1) return false;
  const command = before.split(/[;&|(){}`\r\n]/).at(-1) ?? "";
  const isSudo = /\bsudo\b/.test(command);
  const words = command
    .split(/[\s"'[\],]+/)
    .filter((word) => word !== "" && !/^[-$#>]|=|:$|^(?:RUN|sudo|then|do|else|exec|env)$/.test(word));
  if (isSudo && words.length === 0) return true;
  return words.slice(0, isSudo ? 2 : 1).some((word) => plainCommands.has(word.slice(word.lastIndexOf("/") + 1)));
}

/** Secrets outside of the regions. What surrounds them has no format here: names and options alone tell. */
function aroundRegions(text: string, regions: readonly Region[]): readonly SecretSpan[] {
  const spans: SecretSpan[] = [...unreadSecrets(text)];
  // A secret goes as far as its line: where its value ends depends on what reads the line.
  let hidden = 0;
  for (const { 0: before, 1: name, 2: option, index } of text.matchAll(assignment)) {
    const start = index + before.length;
    if (start < hidden) continue;
    if (name !== undefined && !secretName.test(name) && !isSecretKey(name)) continue;
    if (reference.test(text.slice(start, start + 200))) continue;
    if (option !== undefined && isPlainOption(option, text.slice(Math.max(0, index - 500), index))) continue;
    hidden = lineStop(text, start);
    spans.push({ start, end: start + text.slice(start, hidden).trimEnd().length, whole: false });
  }
  const inside = regions.map(({ span }) => span).sort((a, b) => a.start - b.start);
  return without(spans, inside);
}

/** The spans that lie outside of others. Both are sorted on the way. */
function without(
  spans: readonly SecretSpan[],
  others: readonly { readonly start: number; readonly end: number }[],
): readonly SecretSpan[] {
  let next = 0;
  return [...spans]
    .sort((a, b) => a.start - b.start)
    .filter(({ start }) => {
      while ((others[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
      return start < (others[next]?.start ?? Number.POSITIVE_INFINITY);
    });
}

/** Spans that overlap as one. */
function merged(spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const result: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (span.end <= span.start) continue;
    if (last === undefined || last.end <= span.start) result.push(span);
    else if (span.end > last.end) result[result.length - 1] = { start: last.start, end: span.end, whole: false };
  }
  return result;
}
