import { lineStop } from "../text/lines.ts";
import type { Span } from "../text/span.ts";
import { closing } from "./blockLines.ts";
import { type CompletionSite, plainSite } from "./site.ts";

/** What stands in quotes that begin at an offset, as far as the line goes. */
export function quotedSpan(text: string, start: number, stop: number): Span {
  const end = closing(text, start, stop);
  return { start: start + 1, end: end === undefined ? stop : end - 1 };
}

interface FlowFrame {
  readonly map: boolean;
  readonly keys: string[];
  /** The key whose value is being read. */
  key: string | undefined;
}

/** What is being written in braces or brackets. */
export function flowSite(
  text: string,
  { start, end }: Span,
  offset: number,
  path: readonly string[],
): CompletionSite | undefined {
  const frames: FlowFrame[] = [];
  let hit: { readonly frame: FlowFrame; readonly site: Omit<CompletionSite, "present"> } | undefined;
  let missed = false;
  const found = (span: Span, quoted: boolean, colon: boolean): void => {
    if (hit || missed) return;
    const frame = frames.at(-1);
    const above = pathAbove(path, frames);
    if (!frame || !above || above.length === 0) {
      missed = true;
      return;
    }
    const key = frame.map && frame.key === undefined;
    const value = frame.key === undefined ? above : [...above, frame.key];
    const lead = text[span.start - 1] === ":" && !quoted ? " " : "";
    hit = {
      frame,
      site: {
        ...plainSite,
        kind: key ? "key" : frame.map ? "value" : "item",
        path: value,
        span,
        lead,
        colon,
        flow: true,
        quoted,
      },
    };
  };
  let at = start;
  while (at < end) {
    const char = text[at] as string;
    if (/[{[]/.test(char)) {
      if (at === offset && at > start) missed = true;
      frames.push({ map: char === "{", keys: [], key: undefined });
      at++;
    } else if (/[}\]]/.test(char)) {
      if (at === offset) found({ start: at, end: at }, false, false);
      frames.pop();
      at++;
      if (frames.length === 0) break;
    } else if (char === "," || /\s/.test(char)) {
      const frame = frames.at(-1);
      // Right before a comma stands the end of what is before it.
      if (at === offset && !afterValue(text, at)) found({ start: at, end: at }, false, false);
      if (char === "," && frame) frame.key = undefined;
      at++;
    } else if (char === "#" && /\s/.test(text[at - 1] ?? "")) {
      const comment = at;
      at = Math.min(end, lineStop(text, at));
      if (offset > comment && offset <= at) missed = true;
    } else if (char === ":") {
      at++;
    } else {
      at = flowToken(text, at, end, offset, frames.at(-1), found);
    }
  }
  if (at === end && offset === end && frames.length > 0 && !afterValue(text, end))
    found({ start: end, end }, false, false);
  if (!hit || missed) return undefined;
  const own = text.slice(hit.site.span.start, hit.site.span.end);
  return { ...hit.site, present: hit.frame.keys.filter((key) => key !== own) };
}

/** The keys above the last frame; `undefined` if a list, or a value without a key, is among those around it. */
function pathAbove(path: readonly string[], frames: readonly FlowFrame[]): readonly string[] | undefined {
  const above = [...path];
  for (const { map, key } of frames.slice(0, -1)) {
    if (!map || key === undefined) return undefined;
    above.push(key);
  }
  return above;
}

/** Whether a value, a key or quotes end right at an offset or before the blanks there. */
function afterValue(text: string, offset: number): boolean {
  return (
    !/[\s,:{[]/.test(text[offset - 1] ?? "") || /[^\s,:{[][ \t]+$/.test(text.slice(Math.max(0, offset - 80), offset))
  );
}

/** Reads one scalar in braces or brackets; gives the offset after it. */
function flowToken(
  text: string,
  start: number,
  end: number,
  offset: number,
  frame: FlowFrame | undefined,
  found: (span: Span, quoted: boolean, colon: boolean) => void,
): number {
  const char = text[start] as string;
  const quoted = char === '"' || char === "'";
  let span: Span;
  let next: number;
  if (quoted) {
    const stop = Math.min(end, lineStop(text, start));
    span = quotedSpan(text, start, stop);
    next = Math.min(span.end + 1, Math.max(stop, start + 1));
  } else {
    next = start + 1;
    while (
      next < end &&
      !/[\r\n,[\]{}]/.test(text[next] as string) &&
      !/^:(?:[\s,[\]{}]|$)/.test(text.slice(next, next + 2))
    )
      next++;
    span = { start, end: start + text.slice(start, next).trimEnd().length };
  }
  const colon = /^[ \t]*:/.test(text.slice(next, next + 20));
  if (offset >= span.start && offset <= span.end) found(span, quoted, colon);
  if (frame?.map && colon && frame.key === undefined) {
    frame.key = text.slice(span.start, span.end);
    frame.keys.push(frame.key);
  }
  return next;
}
