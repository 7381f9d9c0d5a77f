import { l10n, type Position, type TextDocument, type Uri } from "vscode";
import { type CarrierFile, openCarrier } from "../core/carriers/openCarrier.ts";
import { type FileRegion, wholeFile } from "../core/carriers/region.ts";
import type { CarrierLink } from "../core/carriers/scan.ts";
import { writeRegion } from "../core/carriers/writeRegion.ts";
import type { RegistriesFile } from "../core/file/file.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import type { TextEdit } from "../core/text/span.ts";
import { isRegistriesDocument, mayCarryRegistries, openDocument, readText } from "./documents.ts";
import { isLinked } from "./linkedFiles.ts";
import { carrierOptions } from "./nodeBuiltins.ts";
import { fileOf, regionIndex, regionUri } from "./regionUri.ts";
import { type Placed, placedText } from "./translate.ts";

const opened = new WeakMap<TextDocument, { readonly version: number; readonly file: RegistriesFile }>();

/** What is known of a document. It is opened once for each version, whoever asks: all features share it. */
export function registriesOf(document: TextDocument): RegistriesFile {
  const { version } = document;
  const known = opened.get(document);
  if (known?.version === version) return known.file;
  const file = openRegistries(document.getText());
  opened.set(document, { version, file });
  return file;
}

/** A document as it was looked into. */
interface LookedInto {
  readonly version: number;
  readonly languageId: string;
  /** True if a configuration of k3d named it then. */
  readonly linked: boolean;
  /** `undefined` if it is not a carrier. */
  readonly carrier: CarrierFile | undefined;
  readonly regions: readonly FileRegion[];
  readonly links: readonly CarrierLink[];
}

const lookedInto = new WeakMap<TextDocument, LookedInto>();

/** Looks into a document once for each version. */
function lookInto(document: TextDocument): LookedInto {
  const { version, languageId } = document;
  const known = lookedInto.get(document);
  const linked = isLinked(document.uri);
  if (known?.version === version && known.languageId === languageId && known.linked === linked) return known;
  const bare = isRegistriesDocument(document);
  const carrier =
    !bare && mayCarryRegistries(document)
      ? openCarrier(namedPath(document), document.getText(), carrierOptions)
      : undefined;
  const regions = bare ? [wholeFile(registriesOf(document))] : (carrier?.regions ?? []);
  const looked = {
    version,
    languageId,
    linked,
    carrier: regions.length > 0 ? carrier : undefined,
    regions,
    links: carrier?.links ?? [],
  };
  lookedInto.set(document, looked);
  return looked;
}

/** The registries.yaml files of a document: itself, or what it carries. Features need not know which. */
export function regionsOf(document: TextDocument): readonly FileRegion[] {
  return lookInto(document).regions;
}

/** The registries.yaml files that a document names instead of carrying them. */
export function linksOf(document: TextDocument): readonly CarrierLink[] {
  return lookInto(document).links;
}

/** The file that a document is, if it carries registries.yaml files; `undefined` for a registries.yaml and all others. */
export function carrierOf(document: TextDocument): CarrierFile | undefined {
  return lookInto(document).carrier;
}

/** The registries.yaml at a position, and the offset in it. */
export function regionAt(
  document: TextDocument,
  position: Position,
): { readonly region: FileRegion; readonly offset: number } | undefined {
  const regions = regionsOf(document);
  if (regions.length === 0) return undefined;
  const outer = document.offsetAt(position);
  for (const region of regions) {
    const offset = region.innerOffset(outer);
    if (offset !== undefined) return { region, offset };
  }
  return undefined;
}

/** The edits of a document that do what edits of one of its regions do; `undefined` if its tool would read them otherwise. */
export function writtenEdits(
  document: TextDocument,
  region: FileRegion,
  edits: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  const { carrier, regions } = lookInto(document);
  return carrier ? writeRegion(carrier, regions.indexOf(region), edits)?.edits : edits;
}

/** What the name of a file says to VS Code, if only by a setting, is said by its ending to core. */
const endings: Readonly<Record<string, string>> = {
  yaml: ".yaml",
  dockercompose: ".yaml",
  ansible: ".yaml",
  terraform: ".tf",
  hcl: ".tf",
  nix: ".nix",
  markdown: ".md",
  ruby: ".rb",
};

function namedPath({ uri, languageId }: TextDocument): string {
  const ending = endings[languageId];
  const named = /\.(?:ya?ml|bu|sls|json|cfg|tf|tfvars|hcl|nix|md|markdown|mdx|rb|j2|tftpl|tpl|tmpl|in)$/.test(uri.path);
  return ending === undefined || named ? uri.path : uri.path + ending;
}

/** A registries.yaml, with the file in which it is. */
export interface OpenedRegion {
  readonly region: FileRegion;
  /** The file, which has its own offsets. */
  readonly file: Placed;
  /** The whole text of the file. */
  readonly text: string;
  /** True if an editor has it. */
  readonly isOpen: boolean;
  /** Edits of the file that do what edits of the region do; `undefined` if its tool would read them otherwise. */
  write(edits: readonly TextEdit[]): readonly TextEdit[] | undefined;
}

/**
 * The registries.yaml at an address, as an editor has it, else as it is saved.
 *
 * @returns `undefined` when its file is neither open nor can be read, or no longer carries it
 */
export async function openRegion(address: Uri): Promise<OpenedRegion | undefined> {
  const uri = fileOf(address);
  const index = regionIndex(address);
  const document = openDocument(uri.toString());
  if (document) return regionIn(document, index);
  const text = uri.scheme === "untitled" ? undefined : await readText(uri);
  if (text === undefined) return undefined;
  const region = index === undefined ? wholeFile(openRegistries(text)) : undefined;
  return inFile(region ?? openCarrier(uri.path, text, carrierOptions), index, placedText(uri, text), text);
}

/**
 * The registries.yaml files of a document, with their addresses, where commands are offered above them: not in examples, which
 * are on no node.
 */
export function commandedRegions(
  document: TextDocument,
): readonly { readonly region: FileRegion; readonly address: Uri }[] {
  const carrier = carrierOf(document);
  if (!carrier) return regionsOf(document).map((region) => ({ region, address: document.uri }));
  return carrier.regions.flatMap((region, index) =>
    region.facts.example ? [] : [{ region, address: regionUri(document.uri, index) }],
  );
}

/**
 * A registries.yaml of a document.
 *
 * @param index of the region; `undefined` for the document itself
 */
export function regionIn(document: TextDocument, index: number | undefined): OpenedRegion | undefined {
  const found = index === undefined ? wholeFile(registriesOf(document)) : carrierOf(document);
  const opened = inFile(found, index, document, document.getText());
  return opened && { ...opened, isOpen: true };
}

function inFile(
  found: FileRegion | CarrierFile | undefined,
  index = 0,
  file: Placed,
  text: string,
): OpenedRegion | undefined {
  if (!found) return undefined;
  if (!("regions" in found)) return { region: found, file, text, isOpen: false, write: (edits) => edits };
  const region = found.regions[index];
  return region && { region, file, text, isOpen: false, write: (edits) => writeRegion(found, index, edits)?.edits };
}

/** The message for a region that the file no longer contains. */
export const regionGone = (): string => l10n.t("The file no longer carries this registries.yaml.");
