import { maxFileSize } from "../text/limits.ts";
import { makeRegions } from "./makeScan.ts";
import { markdownRegions } from "./markdownScan.ts";
import { mayCarry } from "./mayCarry.ts";
import { nixRegions } from "./nixScan.ts";
import { hasPlaceholder, Placeholders } from "./placeholders.ts";
import { type Region, regionOf } from "./region.ts";
import { rubyRegions } from "./rubyScan.ts";
import type { CarrierLink, Found, Scope, ScopeKind } from "./scan.ts";
import { shellRegions } from "./shellScan.ts";
import { templateRegion } from "./templateFile.ts";
import { terraformRegions } from "./terraformScan.ts";
import { yamlRegions } from "./yamlScan.ts";

/** A file that may carry registries.yaml files. */
export interface CarrierFile {
  readonly path: string;
  readonly text: string;
  /** In order of their places. */
  readonly regions: readonly Region[];
  /** The files that it names instead, in order. */
  readonly links: readonly CarrierLink[];
  /** Opens another version of the file. */
  reopen(text: string): CarrierFile;
}

export interface CarrierOptions {
  /** Unpacks gzip; `undefined` for what is none. */
  readonly gunzip?: (bytes: Uint8Array) => Uint8Array | undefined;
}

/** People do not nest files and scripts deeper than this. */
const maxNesting = 5;

const scans: Readonly<Record<ScopeKind, (scope: Scope) => Iterable<Found>>> = {
  yaml: yamlRegions,
  shell: shellRegions,
  terraform: terraformRegions,
  nix: nixRegions,
  markdown: markdownRegions,
  ruby: rubyRegions,
  make: makeRegions,
};

/**
 * Finds the registries.yaml files that a file carries. Takes any text and never throws.
 *
 * @param path its path or name, with `/`; it tells YAML from scripts
 */
export function openCarrier(path: string, text: string, options: CarrierOptions = {}): CarrierFile {
  const reopen = (changed: string): CarrierFile => openCarrier(path, changed, options);
  if (!mayCarry(text, path) || text.length > maxFileSize || hasPlaceholder(text))
    return { path, text, regions: [], links: [], reopen };
  const placeholders = new Placeholders();
  const scope: Scope = { text, layers: [], structure: [], path, names: [], placeholders, depth: 0, ...options };
  const regions: Region[] = [];
  const links: CarrierLink[] = [];
  for (const found of everythingIn(scope, kindOfFile(path, text))) {
    if ("link" in found) links.push(found.link);
    else {
      const region = regionOf(found.region, text, placeholders);
      if (!isExpressionAlone(region)) regions.push(region);
    }
  }
  regions.sort((a, b) => a.span.start - b.span.start);
  links.sort((a, b) => a.span.start - b.span.start);
  return { path, text, regions, links, reopen };
}

/** True if what arrives is decided elsewhere: nothing of it is written here. */
function isExpressionAlone({ text, expressions }: Region): boolean {
  const [only] = expressions;
  return only !== undefined && text.slice(0, only.start).trim() === "" && text.slice(only.end).trim() === "";
}

type Everything = Exclude<Found, { readonly inner: Scope }>;

function* everythingIn(scope: Scope, kind: ScopeKind | undefined): Iterable<Everything> {
  const whole = scope.depth === 0 ? templateRegion(scope) : undefined;
  if (whole !== undefined) {
    yield whole;
    return;
  }
  for (const found of kind === undefined ? [] : scans[kind](scope)) {
    if ("region" in found && scope.example === true)
      yield { region: { ...found.region, facts: { ...found.region.facts, example: true } } };
    else if (!("inner" in found)) yield found;
    else if (found.inner.depth <= maxNesting) yield* everythingIn(found.inner, found.kind);
  }
}

/** Says by its name what a file is. */
function kindOfFile(path: string, text: string): ScopeKind | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:j2|tftpl|tpl|tmpl|in)$/, "");
  if (/\.(?:tf|tfvars|hcl)$/.test(name)) return "terraform";
  if (/\.nix$/.test(name)) return "nix";
  if (/\.(?:md|markdown|mdx)$/.test(name)) return "markdown";
  if (/\.(?:ya?ml|bu|sls|json|cfg)$/.test(name)) return "yaml";
  if (/^Vagrantfile|\.rb$/.test(name)) return "ruby";
  if (/^(?:GNU)?[Mm]akefile(?:\.|$)|\.mk$/.test(name)) return "make";
  if (/^(?:## template: jinja\r?\n)?#cloud-config/.test(text)) return "yaml";
  return script.test(name) || text.startsWith("#!") ? "shell" : undefined;
}

/** Scripts, and files without an extension. The strings of programs are not read. */
const script =
  /^(?:Dockerfile|Containerfile)|\.(?:Dockerfile|Containerfile)$|^[^.]*$|^\.[^.]*$|\.(?:ba|z|k|da|a)?sh$|\.(?:bats|txt|start)$/i;
