import { shownKey } from "../../display/shown.ts";
import { knownKeys, type Level } from "../../file/format.ts";
import type { TypeFault } from "../../file/goDecode.ts";
import { isKeyName } from "../../file/keyNames.ts";
import { quotedKeyFirst } from "../../file/misplacedKeys.ts";
import { decodeBase64 } from "../../text/base64.ts";
import { hasInvisibleCharacter } from "../../text/invisible.ts";
import type { Path, YamlDocument } from "../../yaml/document.ts";
import { canNest, canUnlist, type NewValue } from "../../yaml/edit.ts";
import type { Node } from "../../yaml/node.ts";
import { hasTemplate } from "../../yaml/template.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A value has the wrong type";

/**
 * Source: docs/how-k3s-reads-it/yaml.md#types; yaml.v2 v2.4.0 `decode.go` with the types of wharfie, which
 * `file.reading` follows.
 */
export const wrongType: Rule = {
  id: "wrong-type",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    const { doc, reading } = file;
    if (reading.ok || doc.document.failure) return reports;
    const seen = new Set<Node>();
    const named: NamedEntries = {
      mirrors: new Set(file.mirrors.map(({ registry }) => registry)),
      configs: new Set(file.configs.map(({ host }) => host)),
    };
    for (const fault of reading.typeFaults) {
      // An anchored value is reported where it is used, or once where it is written.
      const used = doc.node(fault.path)?.resolved === fault.node;
      if ((seen.has(fault.node) && !used) || isReportedElsewhere(doc, named, fault)) continue;
      seen.add(fault.node);
      reports.push(report(doc, fault));
    }
    if (reading.typeFaults.length === 0 && !doc.template) reports.push(undecodable(doc, reading));
    return reports;
  },
};

/** The keys of the entries that other rules look at. */
interface NamedEntries {
  readonly mirrors: ReadonlySet<unknown>;
  readonly configs: ReadonlySet<unknown>;
}

/** True if another rule reports the value, or a template will write it. */
function isReportedElsewhere(doc: YamlDocument, named: NamedEntries, { path, node, wanted }: TypeFault): boolean {
  const [section, registry, field, name] = path;
  if (path.length === 0 && wanted === "registries.Registry") return true;
  if (path.some((key) => typeof key === "string" && hasInvisibleCharacter(key))) return true;
  // In {{ x }} YAML reads the inner braces as a key.
  if (doc.template && hasTemplate(doc.text.slice(Math.max(0, node.start - 1), node.end + 1))) return true;
  if ((section === "mirrors" || section === "configs") && isKeyName(String(registry))) return true;
  if (doc.node(path)?.resolved !== node) return false;
  if (section === "mirrors" && field === "endpoint") return named.mirrors.has(registry);
  if (section !== "configs" || !named.configs.has(registry)) return false;
  return (field === "auth" && name !== undefined) || (field === "tls" && name === "insecure_skip_verify");
}

/** What is at a path, and what is expected there. */
interface Wanted {
  readonly subject: string;
  readonly wanted: string;
  readonly advice: string;
  /** The level of the keys that are expected there. */
  readonly level?: Level;
}

function report(doc: YamlDocument, fault: TypeFault): Report {
  const { node, path } = fault;
  const here = doc.node(path);
  const current = here?.resolved === node;
  const at = current ? path : { start: node.start, end: node.end };
  const isKey = !current && here !== undefined && here.maps.some(({ pairs }) => pairs.some(({ key }) => key === node));
  const found = { map: "a map", list: "a list", scalar: "a string", alias: "an alias" }[node.kind];
  const log = `It logs "${withoutText(fault.text)}".`;
  if (isKey)
    return {
      at,
      message: `YAML reads this key as ${found} because of its brackets, so k3s can't read the file and hangs at startup. ${log} Put the key in quotes.`,
    };
  const { subject, wanted, advice, level } = wantedAt(fault);
  const glued = level !== undefined && node.kind === "scalar" ? gluedKeys(doc, path, node, level) : undefined;
  return {
    at,
    message: `${subject} must be ${wanted}, not ${found}, so k3s can't read the file and hangs at startup. ${log} ${glued ? "Put a space after each colon." : advice}`,
    fixes: current ? (glued ? [glued] : fixes(doc, fault)) : [],
  };
}

function wantedAt({ path, wanted }: TypeFault): Wanted {
  const registry = shownKey(String(path[1]));
  const name = String(path.at(-1));
  switch (wanted) {
    case "registries.Mirror":
      return {
        subject: `The mirror "${registry}"`,
        wanted: 'a map with "endpoint"',
        advice: 'Put the URLs in a list under "endpoint".',
        level: "mirror",
      };
    case "registries.RegistryConfig":
      return {
        subject: `The "configs" entry "${registry}"`,
        wanted: 'a map with "auth" or "tls"',
        advice: 'Put "username" and "password" under "auth".',
        level: "config",
      };
    case "registries.AuthConfig":
      return {
        subject: path[0] === "auths" ? `The "auths" entry "${registry}"` : `"auth" of "${registry}"`,
        wanted: 'a map with "username" and "password"',
        advice: "Write each on its own line.",
        level: "auth",
      };
    case "registries.TLSConfig":
      return {
        subject: `"tls" of "${registry}"`,
        wanted: 'a map with "ca_file", "cert_file", "key_file" or "insecure_skip_verify"',
        advice: "Write each on its own line.",
        level: "tls",
      };
    case "map[string]string":
      return {
        subject: `"rewrite" of "${registry}"`,
        wanted: "a map of patterns and replacements",
        advice: 'Write one "pattern: replacement" per line, without a dash.',
      };
    case "[]string":
      return {
        subject: `"endpoint" of "${registry}"`,
        wanted: "a list of URLs",
        advice: "Write one URL per line, each after a dash.",
      };
    case "bool":
      return { subject: `"${name}" of "${registry}"`, wanted: "true or false", advice: "Write it without quotes." };
    case "string":
      return {
        subject: `${quotedKeyFirst(name)} of "${registry}"`,
        wanted: "a string",
        advice: "Write one value, in single quotes.",
      };
    default:
      return {
        subject: `"${name}"`,
        wanted: "a map of registries",
        advice: "Write each registry on its own line with a colon after it, without a dash.",
      };
  }
}

function fixes(doc: YamlDocument, { path, node, wanted }: TypeFault): readonly Fix[] {
  if (node.kind === "list" && wanted !== "string" && unlistable(doc, path, wanted))
    return [{ title: "Convert the list to a map", safe: true, operations: [{ unlist: path }] }];
  if (wanted === "registries.Mirror") return mirrorFixes(doc, path, node);
  if (
    wanted === "registries.AuthConfig" &&
    path[0] === "configs" &&
    node.kind === "scalar" &&
    isEncodedPair(node.value)
  )
    return canNest(doc, path)
      ? [
          {
            title: "Move it to auth.auth, as base64 of username and password",
            safe: true,
            operations: [{ nest: path, under: "auth" }],
          },
        ]
      : [];
  const quotable = node.kind !== "scalar" && doc.source(path).startsWith(node.kind === "map" ? "{" : "[");
  if (wanted === "string" && path[0] !== "configs" && quotable && !/[\r\n]/.test(doc.source(path)))
    return [
      {
        title: "Put it in quotes",
        safe: false,
        operations: [{ overwrite: path, value: { quoted: doc.source(path) } }],
      },
    ];
  return [];
}

function mirrorFixes(doc: YamlDocument, path: Path, node: Node): readonly Fix[] {
  const title = "Move it to endpoint";
  const urls = node.kind === "scalar" ? node.value.split(/[\s,]+/).filter((url) => url !== "") : [];
  if (urls.length > 0 && urls.every(isUrl))
    return [{ title, safe: true, operations: [{ set: path, value: { endpoint: urls } }] }];
  const list = node.kind === "list" && node.items.length > 0 ? node.items : undefined;
  if (list?.every((item) => item.kind === "scalar" && isUrl(item.value)) && canNest(doc, path))
    return [{ title, safe: true, operations: [{ nest: path, under: "endpoint" }] }];
  return [];
}

function isUrl(text: string): boolean {
  return /^https?:\/\/[^\s/@]+(?:\/\S*)?$/.test(text);
}

/** True if the dashes of a list can be removed: the keys of its maps are those that k3s expects there. */
function unlistable(doc: YamlDocument, path: Path, wanted: string): boolean {
  if (!canUnlist(doc, path)) return false;
  const level = (
    {
      "registries.Mirror": "mirror",
      "registries.RegistryConfig": "config",
      "registries.AuthConfig": "auth",
      "registries.TLSConfig": "tls",
    } as const
  )[wanted];
  const keys = doc.items(path).flatMap((item) => doc.entries(item.path).map(({ key }) => key));
  if (level) return keys.every((key) => knownKeys[level].includes(key));
  if (wanted === "map[string]string") return true;
  return keys.every((key) => key === "*" || (/^[\w-]+(?:\.[\w-]+)*(?::\d+)?$/.test(key) && /[.:]/.test(key)));
}

/** True if a string is a username and password in base64, as in `auth.auth`. */
function isEncodedPair(text: string): boolean {
  const read = decodeBase64(text);
  return read.ok && /^[\x21-\x39\x3b-\x7e]+:[\x20-\x7e]+$/.test(String.fromCharCode(...read.bytes));
}

/**
 * Keys without a space after the colon are one string in YAML: `username:robot`.
 *
 * @returns the fix that separates them; `undefined` if the string is anything else
 */
function gluedKeys(doc: YamlDocument, path: Path, node: Node, level: Level): Fix | undefined {
  const tree: Record<string, NewValue> = {};
  for (const line of doc.text.slice(node.start, node.end).split(/\r\n|\n|\r/)) {
    const match = /^(\w+):(\S.*)$/.exec(line.trim());
    const [, key = "", written = ""] = match ?? [];
    const value = withoutQuotes(written);
    if (!knownKeys[level].includes(key) || value === undefined || key in tree) return undefined;
    if (key === "insecure_skip_verify" && !/^(?:true|false)$/.test(value)) return undefined;
    if (level === "mirror" || level === "config") return undefined;
    tree[key] = key === "insecure_skip_verify" ? value === "true" : key === "password" ? { quoted: value } : value;
  }
  return { title: "Put a space after each colon", safe: true, operations: [{ set: path, value: tree }] };
}

/** Returns a value without its quotes; `undefined` if they are not simply around it. */
function withoutQuotes(written: string): string | undefined {
  const quoted = /^'((?:[^']|'')*)'$|^"([^"\\]*)"$/.exec(written);
  if (quoted) return quoted[1]?.replaceAll("''", "'") ?? quoted[2];
  return /^["'&*!|>%@`{[#,\]}?-]|\s#/.test(written) ? undefined : written;
}

/** Removes the value that k3s logs, which may be a secret, and the line, which is that of the finding. */
function withoutText(logged: string): string {
  return logged.replace(/^line \d+: /, "").replace(/ `[\s\S]*` into /, " `…` into ");
}

/** Reports what is neither of the wrong type nor bad YAML: merges of other than maps, aliases within themselves, wrong tags. */
function undecodable(
  doc: YamlDocument,
  { error, offset }: { readonly error: string; readonly offset: number },
): Report {
  const end = doc.text.slice(offset).search(/[\r\n]|$/);
  const shown = error.replace(/`[\s\S]*`/, "`…`");
  return {
    at: { start: offset, end: offset + end },
    message: `k3s can't read the file because of this line, and hangs at startup. It logs "${shown}" after "Waiting to retrieve agent configuration".`,
  };
}
