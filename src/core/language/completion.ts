import { isShownHost } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import { formatKey, formatKeys, formatPlace, type KeyType, type Level } from "../file/format.ts";
import { properName } from "../file/keyNames.ts";
import { defaultAddress, dockerHubHost } from "../hosts/endpoint.ts";
import { googleRegistryHosts } from "../hosts/googleHosts.ts";
import { mostNamedRegistries } from "../hosts/publicRegistries.ts";
import { hostProblem } from "../hosts/registryHost.ts";
import { column, lineEnd } from "../yaml/layout.ts";
import { blockLines, blockStep } from "./blockLines.ts";
import {
  afterKey,
  type Completion,
  type CompletionContext,
  completionItem,
  sortText,
  takesEntries,
  type Writing,
} from "./completionItem.ts";
import { completionSite } from "./completionSite.ts";
import { hostSnippet, keySnippets } from "./completionSnippets.ts";
import { endpoints, type FieldPlace, listItems, values } from "./completionValues.ts";
import type { CompletionSite } from "./site.ts";

export type { Completion, CompletionContext } from "./completionItem.ts";

/** What a slot of the file can hold. */
type Slot =
  | { readonly is: "keys"; readonly level: Level; readonly host?: string }
  | { readonly is: "hosts"; readonly section: "mirrors" | "configs" }
  | ({ readonly is: "field" } & FieldPlace);

/**
 * What can be written at an offset of a registries.yaml, also while it is no YAML. A password is never among it, nor any
 * text out of one.
 *
 * @param offset in UTF-16 units; out of the text nothing is offered
 */
export function completions(
  file: RegistriesFile,
  offset: number,
  context: CompletionContext = {},
): readonly Completion[] {
  return completionsIn(file, context)(offset);
}

/** The same for a file that is asked at many offsets. */
export function completionsIn(
  file: RegistriesFile,
  context: CompletionContext = {},
): (offset: number) => readonly Completion[] {
  const { text } = file.doc;
  const lines = blockLines(text);
  const fileWithout = filesOf(file);
  const step = blockStep(text, lines);
  const newline = lineEnd(text);
  return (offset) => {
    const site = completionSite(text, lines, offset);
    const slot = site && slotOf(site.path);
    if (!slot) return [];
    const writing = {
      site,
      step: " ".repeat(step ?? stepAt(text, site)),
      newline,
      base: "",
      file: () => fileWithout(site),
      context,
    };
    return offers(writing, slot);
  };
}

/** How far each level is indented in a file that has but the one that is being written; two blanks where nothing tells. */
function stepAt(text: string, { kind, path, span, flow, quoted }: CompletionSite): number {
  const start = quoted ? span.start - 1 : span.start;
  const step = kind === "key" && !flow ? column(text, start) / path.length : 0;
  return Number.isInteger(step) && step > 0 ? step : 2;
}

function offers(writing: Writing, slot: Slot): readonly Completion[] {
  const { site } = writing;
  if (site.kind === "key") {
    if (slot.is === "keys") return keys(writing, slot.level, slot.host);
    return slot.is === "hosts" ? hosts(writing, slot.section) : listItems(writing, slot);
  }
  if (slot.is !== "field") return site.kind === "value" ? onNewLine(writing, slot) : [];
  if (slot.key === "endpoint") return endpoints(writing, slot.host);
  return site.kind === "value" ? values(writing, slot) : [];
}

/** What stands below a key, when the cursor is still right after its colon. */
function onNewLine(writing: Writing, slot: Slot): readonly Completion[] {
  const { site, newline, step } = writing;
  if (site.colonEnd === undefined || site.flow) return [];
  const span = { start: site.colonEnd, end: site.span.end };
  const line = { ...site, kind: "key", span, colonEnd: undefined, lead: newline + step } as const;
  return offers({ ...writing, site: line, base: step }, slot);
}

/** What is half typed often breaks the YAML around it, and is none of the file's own hosts yet. */
function filesOf(file: RegistriesFile): (site: CompletionSite) => RegistriesFile {
  const { text } = file.doc;
  let last = file;
  return ({ span, close }) => {
    const { end } = span;
    const start = close === "" ? span.start : span.start - close.length;
    const finished = start === end || text.startsWith(":", end) || (close === "" && /["']/.test(text[end] ?? ""));
    const written = finished ? text : text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
    if (written === text) return file;
    if (last.doc.text !== written) last = file.reopen(written);
    return last;
  };
}

function slotOf(path: readonly string[]): Slot | undefined {
  const slot = formatPlace(path, properName);
  const [section = "", host = ""] = path;
  if (!slot || formatKey("root", properName("root", section))?.deprecated) return undefined;
  if (slot.is === "entries") return { is: "hosts", section: slot.section as "mirrors" | "configs" };
  if (slot.is === "level") return { is: "keys", level: slot.level, host };
  return { is: "field", level: slot.key.level, key: slot.key.name, host };
}

/** What is written after a key of a type. */
function shapeOf({ go }: KeyType): "map" | "list" | "text" {
  if (go === "[]string") return "list";
  return go === "string" || go === "bool" ? "text" : "map";
}

function keys(writing: Writing, level: Level, host: string | undefined): readonly Completion[] {
  const { site } = writing;
  const there = new Set(site.present.map((key) => properName(level, key)));
  const offered = formatKeys.filter((key) => key.level === level && !there.has(key.name) && !key.deprecated);
  const plain = offered.map(({ name, type, text }, index) =>
    completionItem(writing, {
      label: name,
      kind: "key",
      insertText: name + afterKey(writing, shapeOf(type)),
      documentation: text,
      sort: `1${index}`,
    }),
  );
  const names = offered.map(({ name }) => name);
  return takesEntries(site) ? [...plain, ...keySnippets(writing, level, host, names)] : plain;
}

function hosts(writing: Writing, section: "mirrors" | "configs"): readonly Completion[] {
  const { site, context } = writing;
  const file = writing.file();
  const there = new Set(site.present);
  const ranked = new Map<string, { readonly rank: number; readonly detail: string | undefined }>();
  const offerKnown = (host: string, rank: number, detail?: string): void => {
    if (!there.has(host) && !ranked.has(host)) ranked.set(host, { rank, detail });
  };
  const offer = (host: string | undefined, rank: number, detail?: string): void => {
    if (host !== undefined && isShownHost(host) && hostProblem(host) === undefined) offerKnown(host, rank, detail);
  };
  if (section === "configs") {
    for (const { endpoints } of file.mirrors)
      for (const { address } of endpoints)
        if (address?.host !== dockerHubHost || !there.has("docker.io"))
          offer(address?.host, 0, "an endpoint in this file, without an entry here");
    for (const host of context.imageHosts ?? [])
      offer(host === "docker.io" ? dockerHubHost : host, 1, "images in this workspace");
    for (const { registry } of file.mirrors) offer(defaultAddress(registry)?.host, 2);
  } else {
    for (const host of context.imageHosts ?? []) offer(host, 1, "images in this workspace");
    for (const { host } of file.configs) offer(host === dockerHubHost ? "docker.io" : host, 2);
  }
  for (const host of mostNamedRegistries)
    offerKnown(section === "configs" && host === "docker.io" ? dockerHubHost : host, 3);
  for (const { host, location } of googleRegistryHosts) offerKnown(host, 4, location);

  if (section === "mirrors") offerKnown("*", 5, "all registries without an entry of their own");

  const rest = afterKey(writing, "map");
  const found = [...ranked].map(([host, { rank, detail }], index) => {
    const name = (host === "*" || host.startsWith("[")) && !site.quoted ? `"${host}"` : host;
    return completionItem(writing, {
      label: host,
      kind: "host",
      insertText: name + rest,
      detail,
      sort: sortText(rank, index),
    });
  });
  return takesEntries(site) ? [...found, hostSnippet(writing, section)] : found;
}
