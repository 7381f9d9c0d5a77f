import type { CarrierFile } from "../carriers/openCarrier.ts";
import type { Region } from "../carriers/region.ts";
import { assignedSecrets, isSecretName, misplacedSecrets, namedSecrets } from "./assignedSecrets.ts";
import { secretsOf } from "./fileSecrets.ts";
import { unreadSecrets } from "./lineSecrets.ts";
import { textsOf, type WrittenSecrets } from "./maskedFile.ts";
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
  // What a tool gets elsewhere is not in the file: the key that says where is in its place.
  const outer = inside.flatMap(({ region, spans }) =>
    spans.filter((span) => !isReference(region, span)).map((span) => outerSecret(region, span)),
  );
  const around = aroundRegions(text, regions);
  const spans = merged([...outer, ...around]);
  const texts = inside.flatMap(({ region, spans }) => textsOf(region.text, spans).map((one) => region.written(one)));
  return { spans, texts: [...texts, ...textsOf(text, spans)] };
}

/** True for a value that the tool looks up elsewhere. */
function isReference({ isGenerated, text, expressions }: Region, { start, end }: SecretSpan): boolean {
  return (
    isGenerated &&
    /^["']?[\ufdd0-\ufdef]+["']?$/.test(text.slice(start, end)) &&
    !expressions.some((one) => one.start < end && start < one.end)
  );
}

function outerSecret(region: Region, span: SecretSpan): SecretSpan {
  const outer = region.outerSpan(span);
  const isAsRead = outer.end - outer.start === span.end - span.start;
  return { ...outer, whole: span.whole && isAsRead };
}

/** Secrets outside of the regions. What surrounds them has no format here: names and options alone tell. */
function aroundRegions(text: string, regions: readonly Region[]): readonly SecretSpan[] {
  const spans = [
    ...unreadSecrets(text, isSecretName),
    ...assignedSecrets(text),
    ...namedSecrets(text),
    ...misplacedSecrets(text),
    ...privateKeys(text),
  ];
  // What is translated has other keys around it, which are no part of the region's text.
  const asWritten = regions.filter(({ facts }) => facts.translated === undefined);
  const inside = asWritten.map(({ span }) => span).sort((a, b) => a.start - b.start);
  return without(spans, inside);
}

function privateKeys(text: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  let end = 0;
  for (const { 0: head, index } of text.matchAll(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g)) {
    if (index < end) continue;
    const start = index + head.length;
    const tail = text.indexOf("-----END", start);
    end = tail < 0 ? text.length : tail;
    spans.push({ start, end, whole: false });
  }
  return spans;
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
