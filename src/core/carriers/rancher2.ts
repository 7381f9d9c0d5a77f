import { decodeBase64 } from "../text/base64.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { strictUtf8 } from "../text/utf8.ts";
import { credentialOf, sectionsOf } from "./clusterSettings.ts";
import type { HclItem } from "./hclValues.ts";
import type { Placeholders } from "./placeholders.ts";
import type { SchemaFault } from "./schemaFault.ts";
import {
  generated,
  type TranslatedEntry,
  type TranslatedScalar,
  type Translation,
  translatedLayer,
} from "./translatedLayer.ts";

/**
 * The registries.yaml that Rancher makes of the block `registries` of `rancher2_cluster_v2`:
 * https://github.com/rancher/terraform-provider-rancher2/blob/c37fdac/rancher2/structure_cluster_v2_rke_config_registry.go.
 * Terraform itself reports arguments that the provider does not know.
 *
 * @param text of the whole file
 */
export function clusterRegistries(
  items: readonly HclItem[],
  text: string,
  placeholders: Placeholders,
  span: Span,
): Translation | undefined {
  const faults: SchemaFault[] = [];
  const sections = (["mirrors", "configs"] as const).flatMap((section): readonly TranslatedEntry[] => {
    const blocks = items.filter(({ name, body }) => name === section && body !== undefined);
    const [first] = blocks;
    if (first === undefined) return [];
    const entries = blocks.flatMap(({ at, body = [] }): readonly TranslatedEntry[] => {
      const host = valueOfItem(body, "hostname");
      if (host?.kind !== "scalar") return [];
      if (section === "configs") faults.push(...bundleFaults(body, text));
      const own = section === "mirrors" ? mirror(body) : config(body, at, placeholders);
      return [{ key: host, value: { kind: "map", at, entries: own } }];
    });
    return [{ key: generated(section, first.at), value: { kind: "map", at: first.at, entries } }];
  });
  if (sections.length === 0) return undefined;
  return { layer: translatedLayer({ kind: "map", at: span, entries: sections }, span, text), faults };
}

function valueOfItem(items: readonly HclItem[], name: string): HclItem["value"] {
  return items.findLast((item) => item.name === name)?.value;
}

const mirrorKeys: Readonly<Record<string, string>> = { endpoints: "endpoint", rewrites: "rewrite" };

function mirror(items: readonly HclItem[]): readonly TranslatedEntry[] {
  return items.flatMap(({ name, at, value }) => {
    const key = mirrorKeys[name];
    return key === undefined ? [] : [{ key: generated(key, at), value }];
  });
}

const tlsKeys: Readonly<Record<string, readonly string[]>> = {
  tls_secret_name: ["cert_file", "key_file"],
  ca_bundle: ["ca_file"],
};

function config(items: readonly HclItem[], at: Span, placeholders: Placeholders): readonly TranslatedEntry[] {
  const reference = (name: string): string => placeholders.for(name, "reference") ?? name;
  const auth: TranslatedEntry[] = [];
  const tls: TranslatedEntry[] = [];
  for (const { name, at: own, value } of items) {
    if (name === "auth_config_secret_name") auth.push(...credentialOf(own, reference));
    for (const file of tlsKeys[name] ?? [])
      tls.push({ key: generated(file, own), value: generated(`/${reference(file)}`, own) });
    if (name === "insecure") tls.push({ key: generated("insecure_skip_verify", own), value });
  }
  return sectionsOf({ auth, tls }, at, at);
}

/** The provider takes `ca_bundle` as bytes, which become base64 in the resource. */
function bundleFaults(items: readonly HclItem[], text: string): readonly SchemaFault[] {
  const value = valueOfItem(items, "ca_bundle");
  if (value?.kind !== "scalar") return [];
  const { start, end } = value.at;
  const call = /^base64encode\(/.exec(text.slice(start, end))?.[0];
  if (call === undefined && !isEncodedPem(value)) return [];
  const fix = call === undefined ? undefined : withoutCall(text, { start, end }, call.length);
  return [{ kind: "encoding", field: "ca_bundle", wanted: "PEM", start, end, ...(fix && { fix }) }];
}

function isEncodedPem({ text }: TranslatedScalar): boolean {
  const read = /^LS0t[\w+/=\s]+$/.test(text) ? decodeBase64(text.trim()) : undefined;
  return read?.ok === true && strictUtf8(read.bytes)?.startsWith("-----BEGIN") === true;
}

/** Takes a call off its argument, if it is one call. */
function withoutCall(text: string, { start, end }: Span, opening: number): readonly TextEdit[] | undefined {
  const argument = text.slice(start + opening, end - 1);
  if (text[end - 1] !== ")" || !/^[^()"]*(?:\([^()]*\))?$/.test(argument)) return undefined;
  return [
    { start, end: start + opening, text: "" },
    { start: end - 1, end, text: "" },
  ];
}
