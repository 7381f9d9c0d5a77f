import { defaultAddress, defaultEndpoint, dockerHubHost } from "../registries/endpoint.ts";
import { type RegistriesFile, registriesFile, textOf } from "../registries/file.ts";
import { googleRegistryHosts } from "../registries/googleHosts.ts";
import { hostProblem, isGoogleHost } from "../registries/hosts.ts";
import { keyDocumentation } from "../registries/keyDocumentation.ts";
import { areOtherPublicRegistries, mostNamedRegistries } from "../registries/publicRegistries.ts";
import { intendedKey, knownKeys, type Level } from "../registries/schema.ts";
import { isShownHost } from "../registries/shown.ts";
import { mendedIn, type Target } from "../registries/target.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import type { Span } from "../text/span.ts";
import { parseYaml } from "../yaml/document.ts";
import { column, lineEnd } from "../yaml/layout.ts";
import { blockLines, blockStep } from "./blockLines.ts";
import { type CompletionSite, completionSite } from "./completionSite.ts";

/** One thing that an editor offers to write. */
export interface Completion {
  readonly label: string;
  readonly kind: "key" | "host" | "value" | "snippet";
  /** The new text; of a snippet in the syntax of VS Code and the Language Server Protocol. Lines after the first are indented from the first one on. */
  readonly insertText: string;
  /** Whether `insertText` has places to fill in. */
  readonly snippet: boolean;
  /** What is replaced; on one line, with the offset in it. */
  readonly span: Span;
  readonly detail?: Phrase;
  readonly documentation?: Phrase;
  readonly sortText: string;
}

/** What is known besides the file. */
export interface CompletionContext {
  /** Registries of the images in the workspace, as `host[:port]`. */
  readonly imageHosts?: readonly string[];
  readonly target?: Target;
}

/** What a place of the file can hold. */
type Place =
  | { readonly is: "keys"; readonly level: Level; readonly host?: string }
  | { readonly is: "hosts"; readonly section: "mirrors" | "configs" }
  | { readonly is: "field"; readonly level: Level; readonly key: string; readonly host: string };

/**
 * What can be written at an offset of a registries.yaml, also while it is no YAML. A password is never among it, nor any
 * text out of one.
 *
 * @param offset in UTF-16 units; out of the text nothing is offered
 */
export function completions(text: string, offset: number, context: CompletionContext = {}): readonly Completion[] {
  return completionsIn(text, context)(offset);
}

/** The same for a text that is read once and asked at many offsets. */
export function completionsIn(
  text: string,
  context: CompletionContext = {},
): (offset: number) => readonly Completion[] {
  const lines = blockLines(text);
  const fileWithout = filesOf(text);
  const step = blockStep(text, lines);
  const newline = lineEnd(text);
  return (offset) => {
    const site = completionSite(text, lines, offset);
    const place = site && placeOf(site.path);
    if (!place) return [];
    const writing = {
      site,
      step: " ".repeat(step ?? stepAt(text, site)),
      newline,
      base: "",
      file: () => fileWithout(site),
      context,
    };
    return offers(writing, place);
  };
}

/** How far each level is indented in a file that has but the one that is being written; two blanks where nothing tells. */
function stepAt(text: string, { kind, path, span, flow, quoted }: CompletionSite): number {
  const start = quoted ? span.start - 1 : span.start;
  const step = kind === "key" && !flow ? column(text, start) / path.length : 0;
  return Number.isInteger(step) && step > 0 ? step : 2;
}

function offers(writing: Writing, place: Place): readonly Completion[] {
  const { site } = writing;
  if (site.kind === "key") {
    if (place.is === "keys") return keys(writing, place.level, place.host);
    return place.is === "hosts" ? hosts(writing, place.section) : endpointItems(writing, place);
  }
  if (place.is !== "field") return site.kind === "value" ? onNewLine(writing, place) : [];
  if (place.key === "endpoint") return endpoints(writing, place.host);
  return site.kind === "value" ? values(writing, place) : [];
}

/** What stands below a key, when the cursor is still right after its colon. */
function onNewLine(writing: Writing, place: Place): readonly Completion[] {
  const { site, newline, step } = writing;
  if (site.colonEnd === undefined || site.flow) return [];
  const span = { start: site.colonEnd, end: site.span.end };
  const line = { ...site, kind: "key", span, colonEnd: undefined, lead: newline + step } as const;
  return offers({ ...writing, site: line, base: step }, place);
}

interface Writing {
  readonly site: CompletionSite;
  /** The file without what is being written; it is parsed when it is asked for, which keys need not. */
  readonly file: () => RegistriesFile;
  readonly step: string;
  readonly newline: string;
  /** How far the new lines are indented from the line of the cursor. */
  readonly base: string;
  readonly context: CompletionContext;
}

/** What is half typed often breaks the YAML around it, and is none of the file's own hosts yet. */
function filesOf(text: string): (site: CompletionSite) => RegistriesFile {
  let last: { readonly text: string; readonly file: RegistriesFile } | undefined;
  return ({ span, close }) => {
    const { end } = span;
    const start = close === "" ? span.start : span.start - close.length;
    const finished = start === end || text.startsWith(":", end) || (close === "" && /["']/.test(text[end] ?? ""));
    const written = finished ? text : text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
    if (last?.text !== written) last = { text: written, file: registriesFile(parseYaml(written)) };
    return last.file;
  };
}

function placeOf(path: readonly string[]): Place | undefined {
  const [sectionKey, host, outer, inner, ...more] = path;
  if (more.length > 0) return undefined;
  if (sectionKey === undefined) return { is: "keys", level: "root" };
  const section = canonical("root", sectionKey);
  if (section !== "mirrors" && section !== "configs") return undefined;
  if (host === undefined) return { is: "hosts", section };
  const level = section === "mirrors" ? "mirror" : "config";
  if (outer === undefined) return { is: "keys", level, host };
  const key = canonical(level, outer);
  if (level === "mirror" || (key !== "auth" && key !== "tls"))
    return inner === undefined ? { is: "field", level, key, host } : undefined;
  if (inner === undefined) return { is: "keys", level: key, host };
  return { is: "field", level: key, key: canonical(key, inner), host };
}

function canonical(level: Level, key: string): string {
  return intendedKey(level, key) ?? key;
}

/** The keys whose value is a map, and what is in it at first. */
const maps: ReadonlySet<string> = new Set(["mirrors", "configs", "auth", "tls", "rewrite"]);

function keys(writing: Writing, level: Level, host: string | undefined): readonly Completion[] {
  const { site } = writing;
  const there = new Set(site.present.map((key) => canonical(level, key)));
  const offered = knownKeys[level].filter((key) => !there.has(key) && key !== "auths");
  const plain = offered.map((key, index) => {
    const value = key === "endpoint" ? "list" : level !== "auth" && maps.has(key) ? "map" : "text";
    return completion(writing, {
      label: key,
      kind: "key",
      insertText: key + afterKey(writing, value),
      documentation: keyDocumentation(level, key)?.text,
      sort: `1${index}`,
    });
  });
  return takesEntries(site) ? [...plain, ...snippets(writing, level, host, offered)] : plain;
}

/** What follows a new key: its colon and, where its value has lines of its own, the beginning of the first. */
function afterKey({ site, newline, base, step }: Writing, value: "map" | "list" | "text"): string {
  const { colon, close, flow, filled, quoted } = site;
  if (colon || (quoted && close === "")) return "";
  if (flow || value === "text") return `${close}: `;
  return filled ? `${close}:` : `${close}:${newline}${base}${step}${value === "list" ? "- " : ""}`;
}

/** Whether there is room for an entry of several lines. */
function takesEntries({ colon, flow, filled, quoted }: CompletionSite): boolean {
  return !colon && !flow && !filled && !quoted;
}

/** Whole entries. A password is always left empty, between the quotes that it needs. */
function snippets(
  writing: Writing,
  level: Level,
  host: string | undefined,
  offered: readonly string[],
): readonly Completion[] {
  const found: Completion[] = [];
  if (level === "root" && offered.includes("mirrors"))
    found.push(entrySnippet(writing, "mirrors …", [[0, "mirrors:"], ...below(mirrorLines)], mirrorDetail));
  if (level === "root" && offered.includes("configs"))
    found.push(entrySnippet(writing, "configs …", [[0, "configs:"], ...below(configLines)], configDetail));
  if (level === "config" && offered.includes("auth")) {
    const user = host !== undefined && isGoogleHost(host) ? "_json_key" : tabStop(1, "user");
    const lines: readonly SnippetLine[] = [
      [0, "auth:"],
      [1, `username: ${user}`],
      [1, "password: '$2'"],
    ];
    found.push(entrySnippet(writing, "auth …", lines, configDetail));
  }
  return found;
}

type SnippetLine = readonly [depth: number, text: string];

/** A place to fill in, as VS Code writes it in snippets. */
function tabStop(index: number, example: string): string {
  return `\${${index}:${example}}`;
}

const mirrorLines: readonly SnippetLine[] = [
  [0, `${tabStop(1, "docker.io")}:`],
  [1, "endpoint:"],
  [2, `- https://${tabStop(2, "registry.example.com")}`],
];
const configLines: readonly SnippetLine[] = [
  [0, `${tabStop(1, "registry.example.com")}:`],
  [1, "auth:"],
  [2, `username: ${tabStop(2, "user")}`],
  [2, "password: '$3'"],
];
const mirrorDetail = phrase("A registry with an endpoint to pull from instead");
const configDetail = phrase("Credentials of a host; the password is left empty");

function below(lines: readonly SnippetLine[]): readonly SnippetLine[] {
  return lines.map(([depth, text]) => [depth + 1, text]);
}

function entrySnippet(writing: Writing, label: string, lines: readonly SnippetLine[], detail: Phrase): Completion {
  const insertText = lines
    .map(([depth, text]) => writing.step.repeat(depth) + text)
    .join(writing.newline + writing.base);
  return completion(writing, { label, kind: "snippet", insertText, detail, sort: sortText(5, 0), snippet: true });
}

interface Offer {
  readonly label: string;
  readonly kind: Completion["kind"];
  readonly insertText: string;
  readonly sort: string;
  readonly detail?: Phrase | undefined;
  readonly documentation?: Phrase | undefined;
  readonly snippet?: boolean;
}

function completion(
  { site }: Writing,
  { label, kind, insertText, sort, detail, documentation, snippet = false }: Offer,
): Completion {
  return {
    label,
    kind,
    insertText: site.lead + insertText,
    snippet,
    span: site.span,
    ...(detail ? { detail } : {}),
    ...(documentation ? { documentation } : {}),
    sortText: sort,
  };
}

function hosts(writing: Writing, section: "mirrors" | "configs"): readonly Completion[] {
  const { site, context } = writing;
  const file = writing.file();
  const there = new Set(site.present);
  const ranked = new Map<string, { readonly rank: number; readonly detail: Phrase | undefined }>();
  const offerKnown = (host: string, rank: number, detail?: Phrase): void => {
    if (!there.has(host) && !ranked.has(host)) ranked.set(host, { rank, detail });
  };
  const offer = (host: string | undefined, rank: number, detail?: Phrase): void => {
    if (host !== undefined && isShownHost(host) && hostProblem(host) === undefined) offerKnown(host, rank, detail);
  };
  if (section === "configs") {
    for (const { endpoints } of file.mirrors)
      for (const { address } of endpoints)
        if (address?.host !== dockerHubHost || !there.has("docker.io"))
          offer(address?.host, 0, phrase("an endpoint of this file, without an entry here"));
    for (const host of context.imageHosts ?? [])
      offer(host === "docker.io" ? dockerHubHost : host, 1, phrase("images of this workspace"));
    for (const { registry } of file.mirrors) offer(defaultAddress(registry)?.host, 2);
  } else {
    for (const host of context.imageHosts ?? []) offer(host, 1, phrase("images of this workspace"));
    for (const { host } of file.configs) offer(host === dockerHubHost ? "docker.io" : host, 2);
  }
  for (const host of mostNamedRegistries)
    offerKnown(section === "configs" && host === "docker.io" ? dockerHubHost : host, 3);
  for (const { host, location } of googleRegistryHosts) offerKnown(host, 4, location);

  if (section === "mirrors") offerKnown("*", 5, phrase("all registries without an entry of their own"));

  const found = [...ranked].map(([host, { rank, detail }], index) => {
    const name = /^[[*]/.test(host) && !site.quoted ? `"${host}"` : host;
    return completion(writing, {
      label: host,
      kind: "host",
      insertText: name + afterKey(writing, "map"),
      detail,
      sort: sortText(rank, index),
    });
  });
  if (!takesEntries(site)) return found;
  const entry =
    section === "mirrors"
      ? entrySnippet(writing, "mirror …", mirrorLines, mirrorDetail)
      : entrySnippet(writing, "config …", configLines, configDetail);
  return [...found, entry];
}

function sortText(rank: number, index: number): string {
  return `${rank}${String(index).padStart(4, "0")}`;
}

/** The items of a list that has none yet, so that the dash is missing. */
function endpointItems(writing: Writing, place: Place): readonly Completion[] {
  if (place.is !== "field" || place.key !== "endpoint" || writing.site.flow || writing.site.colon) return [];
  return endpoints({ ...writing, site: { ...writing.site, kind: "item", lead: "- " } }, place.host);
}

function endpoints(writing: Writing, registry: string): readonly Completion[] {
  const { site, context } = writing;
  const file = writing.file();
  const there = new Set(
    file.mirrors.filter((mirror) => mirror.registry === registry).flatMap(({ endpoints }) => endpoints.map(urlOf)),
  );
  const urls = new Map<string, { readonly rank: number; readonly detail: Phrase | undefined }>();
  const offer = (url: string, host: string, rank: number, detail?: Phrase): void => {
    if (!isShownHost(host) || hostProblem(host) !== undefined || there.has(url) || urls.has(url)) return;
    if (areOtherPublicRegistries(registry, host)) return;
    urls.set(url, { rank, detail });
  };
  const own = hostProblem(registry) === undefined ? defaultAddress(registry)?.host : undefined;
  for (const { host } of file.configs)
    if (host !== own && host !== registry) offer(`https://${host}`, host, 1, phrase("has an entry in configs"));
  for (const mirror of file.mirrors)
    for (const { address } of mirror.endpoints)
      if (address && /^https?$/.test(address.scheme))
        offer(`${address.scheme}://${address.host}`, address.host, 2, phrase("an endpoint of another mirror"));
  if (own !== undefined && !mendedIn(context.target ?? {}, "default endpoint listed last"))
    offer(defaultEndpoint(registry), own, 3, phrase("the registry's own endpoint, which is tried last in any case"));
  return [...urls].map(([url, { rank, detail }], index) => {
    const written = url.includes("[") && !site.quoted ? `"${url}"` : url;
    const insertText = site.kind === "value" && !site.quoted ? `["${url}"]` : written;
    return completion(writing, {
      label: url,
      kind: "host",
      insertText: insertText + site.close,
      detail,
      sort: sortText(rank, index),
    });
  });
}

function urlOf({ address }: RegistriesFile["mirrors"][number]["endpoints"][number]): string | undefined {
  return address && `${address.scheme}://${address.host}`;
}

/** Where Linux distributions keep the certificates that they trust. */
const trustedCertificates: readonly (readonly [path: string, detail: Phrase])[] = [
  ["/etc/ssl/certs/ca-certificates.crt", phrase("trusted by Debian, Ubuntu and Alpine")],
  ["/etc/pki/tls/certs/ca-bundle.crt", phrase("trusted by Red Hat and Fedora")],
  ["/etc/ssl/ca-bundle.pem", phrase("trusted by SUSE")],
];

function values(writing: Writing, { key, level, host }: Extract<Place, { is: "field" }>): readonly Completion[] {
  const offer = (label: string, index: number, detail?: Phrase): Completion =>
    completion(writing, {
      label,
      kind: "value",
      insertText: label + writing.site.close,
      detail,
      sort: sortText(1, index),
    });
  if (level === "auth" && key === "username" && isGoogleHost(host))
    return [
      offer("_json_key", 0, phrase("the password is a service-account key")),
      offer("_json_key_base64", 1, phrase("the password is a service-account key in base64")),
    ];
  if (level !== "tls") return [];
  if (key === "insecure_skip_verify") return writing.site.quoted ? [] : [offer("true", 0), offer("false", 1)];
  const own = pathsOf(writing.file(), key).map((path) => [path, phrase("used in this file")] as const);
  if (key === "ca_file")
    return [...new Map([...trustedCertificates, ...own].reverse())].map(([path, detail], index) =>
      offer(path, index, detail),
    );
  return own.map(([path, detail], index) => offer(path, index, detail));
}

/** The certificate paths of a field in the file; whatever else stands there may be a secret. */
function pathsOf(file: RegistriesFile, key: string): readonly string[] {
  const paths = file.configs.flatMap(({ tls }) => {
    const field = { ca_file: tls.caFile, cert_file: tls.certFile, key_file: tls.keyFile }[key];
    const path = field && textOf(field);
    return path !== undefined && path.length < 200 && /^\/[\w.@+/-]*\.(?:pem|crt|cer|cert|key)$/.test(path)
      ? [path]
      : [];
  });
  return [...new Set(paths)];
}
