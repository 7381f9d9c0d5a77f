import { shownHost, shownUrl } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";

/** One line of the outline. It names keys, hosts and endpoints, and never a value of `auth`. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: "section" | "host" | "endpoint" | "field";
  /** The whole entry, in UTF-16 offsets; `selection` lies in it. */
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly OutlineSymbol[];
}

/** The outline of a registries.yaml: its sections, their hosts, and what each host has. Never throws. */
export function outline(file: RegistriesFile): readonly OutlineSymbol[] {
  const { doc } = file;
  const field = (path: Path): readonly OutlineSymbol[] => {
    const { kind } = doc.value(path);
    return kind === "missing" ? [] : [symbol(doc, path, String(path.at(-1)), "", "field", [])];
  };
  const mirrors = file.mirrors.map(({ registry, path, endpoints, endpointPath, rewrite }) => {
    const addresses = endpoints.map(({ path, address }) =>
      symbol(doc, path, address ? shownUrl({ ...address, path: "" }) : "?", "", "endpoint", []),
    );
    const children = [...field(endpointPath).map((list) => ({ ...list, children: addresses })), ...field(rewrite.path)];
    return symbol(doc, path, shownHost(registry), addresses.map(({ name }) => name).join(", "), "host", children);
  });
  const configs = file.configs.map(({ host, path, auth, tls }) => {
    const children = [...field(auth.path), ...field(tls.path)];
    return symbol(doc, path, shownHost(host), children.map(({ name }) => name).join(", "), "host", children);
  });
  return [
    ...section(doc, "mirrors", file.mirrors[0]?.path, mirrors),
    ...section(doc, "configs", file.configs[0]?.path, configs),
  ];
}

function section(
  doc: YamlDocument,
  name: string,
  first: Path | undefined,
  children: readonly OutlineSymbol[],
): readonly OutlineSymbol[] {
  const path = first?.slice(0, 1) ?? [name];
  return doc.value(path).kind === "missing"
    ? []
    : [symbol(doc, path, name, String(children.length), "section", children)];
}

function symbol(
  doc: YamlDocument,
  path: Path,
  name: string,
  detail: string,
  kind: OutlineSymbol["kind"],
  children: readonly OutlineSymbol[],
): OutlineSymbol {
  const value = doc.span(path);
  const selection = typeof path.at(-1) === "number" ? value : doc.span(path, "key");
  // The value of an alias or a merged key can stand before its key.
  const span = { start: Math.min(selection.start, value.start), end: Math.max(selection.end, value.end) };
  return { name, detail, kind, span, selection, children };
}
