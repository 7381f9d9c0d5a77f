import { type Entry, type Path, parseYaml, type YamlDocument } from "../yaml/document.ts";
import type { SourceText } from "../yaml/source.ts";
import { hasTemplate } from "../yaml/template.ts";
import { type Matching, matchConfigs } from "./configLookup.ts";
import { findEndpoints, type WrittenEndpoint } from "./endpointFlaw.ts";
import { type Fields, fieldsOf, hostConfig, mirror } from "./entries.ts";
import type { Field, HostConfig, Mirror, RegistriesFile } from "./file.ts";
import type { Reading } from "./goDecode.ts";
import { findHostPlaces, type HostPlace } from "./hostOccurrences.ts";
import { isKeyName } from "./keyNames.ts";
import { type FileReader, readers } from "./reader.ts";
import { PatternBudget } from "./rewrites/patternBudget.ts";
import { distinctRewrites, type MirrorRewrite } from "./rewrites/rewrites.ts";

/**
 * Opens a registries.yaml: the one way from a text to what is known of it. Takes any text and never throws.
 *
 * @param source a text, or what `decodeBytes` made of a file
 * @param reader what reads it first
 */
export function openRegistries(source: string | SourceText, reader: FileReader = "k3s"): RegistriesFile {
  return new OpenedFile(parseYaml(source, readers[reader].format), reader);
}

/** A class, since an object with getters of its own is slow to make, measured. */
class OpenedFile implements RegistriesFile {
  readonly template: boolean;
  #root: Fields | undefined;
  #mirrors: readonly Mirror[] | undefined;
  #configs: readonly HostConfig[] | undefined;
  #mirrorsByKey: ReadonlyMap<Path[number] | undefined, Mirror> | undefined;
  #configsByKey: ReadonlyMap<Path[number] | undefined, HostConfig> | undefined;
  #reading: Reading | undefined;
  #writtenEndpoints: readonly WrittenEndpoint[] | undefined;
  #rewrites: readonly MirrorRewrite[] | undefined;
  #matching: Matching | undefined;
  #hostPlaces: readonly HostPlace[] | undefined;

  constructor(
    readonly doc: YamlDocument,
    readonly reader: FileReader,
  ) {
    this.template = doc.template;
  }

  get unknown(): readonly Entry[] {
    return this.#fields().unknown;
  }

  get repeats(): boolean {
    return this.#fields().repeats;
  }

  get mirrors(): readonly Mirror[] {
    if (this.#mirrors) return this.#mirrors;
    const { doc } = this;
    const budget = new PatternBudget((path) => doc.span(path, "key").start);
    this.#mirrors = this.#entriesIn("mirrors").map((entry) =>
      mirror(doc, entry, { templated: this.#isTemplated(entry), budget }),
    );
    return this.#mirrors;
  }

  get configs(): readonly HostConfig[] {
    this.#configs ??= this.#entriesIn("configs").map((entry) => hostConfig(this.doc, entry, this.#isTemplated(entry)));
    return this.#configs;
  }

  mirrorOf(registry: Path[number] | undefined): Mirror | undefined {
    this.#mirrorsByKey ??= new Map(this.mirrors.map((mirror) => [mirror.registry, mirror]));
    return this.#mirrorsByKey.get(registry);
  }

  configOf(host: Path[number] | undefined): HostConfig | undefined {
    this.#configsByKey ??= new Map(this.configs.map((config) => [config.host, config]));
    return this.#configsByKey.get(host);
  }

  get reading(): Reading {
    this.#reading ??= readers[this.reader].read(this.doc.document);
    return this.#reading;
  }

  reopen(text: string): RegistriesFile {
    return openRegistries(text, this.reader);
  }

  get writtenEndpoints(): readonly WrittenEndpoint[] {
    this.#writtenEndpoints ??= findEndpoints(this);
    return this.#writtenEndpoints;
  }

  get rewrites(): readonly MirrorRewrite[] {
    this.#rewrites ??= distinctRewrites(this);
    return this.#rewrites;
  }

  get matching(): Matching {
    this.#matching ??= matchConfigs(this);
    return this.#matching;
  }

  get hostPlaces(): readonly HostPlace[] {
    this.#hostPlaces ??= findHostPlaces(this.doc);
    return this.#hostPlaces;
  }

  #fields(): Fields {
    const { doc } = this;
    this.#root ??= fieldsOf(doc, { path: [], value: doc.value([]) } satisfies Field, "root");
    return this.#root;
  }

  /**
   * The registries of a section. A key of the format among them is one that is indented wrongly, and no registry:
   * docs/how-k3s-reads-it/keys.md#misplaced-keys.
   */
  #entriesIn(section: "mirrors" | "configs"): readonly Entry[] {
    return this.doc.entries(this.#fields().field(section).path).filter(({ key }) => !isKeyName(key));
  }

  #isTemplated({ path }: Entry): boolean {
    if (!this.doc.template) return false;
    const { start, end } = this.doc.span(path, "key");
    return hasTemplate(this.doc.text.slice(start, end));
  }
}
