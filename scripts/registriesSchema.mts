import { type FormatKey, formatKeys, type Level, levels } from "../src/core/file/format.ts";
import { keySentences } from "../src/core/file/keyDocumentation.ts";

type Schema = { readonly [key: string]: unknown };

const draft = "http://json-schema.org/draft-07/schema#";

const documentation = "https://docs.k3s.io/installation/private-registry";

/** The name of the schema in SchemaStore: of its file, its folders of tests and the end of its URL. */
export const schemaStoreName = "k3s-registries";

/**
 * Returns the schema that the extension gives to Red Hat's YAML extension. It allows everything, and neither describes nor
 * offers a key: this extension does all of that, with what it knows of the file. It takes the place of the typed schema
 * in SchemaStore, so that no problem and no hover is shown twice.
 */
export function untypedSchema(): string {
  return json({
    $schema: draft,
    $comment: "K3s Registries checks, describes and completes registries.yaml itself, so this schema says nothing.",
    ...untypedLevel("root"),
  });
}

function untypedLevel(level: Level): Schema {
  const properties = keysOf(level).map(({ name, type }) => {
    const below =
      type.go === "map"
        ? { additionalProperties: untypedLevel(type.of) }
        : type.go === "pointer"
          ? untypedLevel(type.of)
          : {};
    return [name, { doNotSuggest: true, ...below }] as const;
  });
  return { properties: Object.fromEntries(properties), additionalProperties: true };
}

/**
 * Returns the schema for SchemaStore and for editors without this extension. It allows what Go decodes: null for
 * everything, and scalars for strings. k3s ignores unknown keys, which are typing errors far more often than intended, so
 * they are refused like by the rule `unknown-key`, but for those with `x-`: docs/how-k3s-reads-it/keys.md#unknown-keys.
 */
export function typedSchema(): string {
  return json({
    $schema: draft,
    $id: `https://www.schemastore.org/${schemaStoreName}.json`,
    title: "private registry configuration of k3s and RKE2",
    description: `Mirrors of registries, credentials and TLS settings\n${documentation}`,
    ...typedLevel("root"),
    definitions: Object.fromEntries([
      ...levels.filter((level) => level !== "root").map((level) => [level, typedLevel(level)] as const),
      ["scalar", { oneOf: [{ type: ["string", "null"] }, { type: "number" }, { type: "boolean" }] }],
    ]),
  });
}

function typedLevel(level: Level): Schema {
  return {
    ...(level === "root" ? {} : { title: titles[level] }),
    type: ["object", "null"],
    properties: Object.fromEntries(keysOf(level).map((key) => [key.name, typedKey(key)])),
    patternProperties: { "^[xX]-": { description: "Not read by k3s. A place for YAML anchors." } },
    additionalProperties: false,
  };
}

function typedKey(key: FormatKey): Schema {
  const example = examples[key.level][key.name];
  return {
    description: `${key.deprecated ? "DEPRECATED. " : ""}${keySentences(key.level, key.name).join(" ")}`,
    ...typeOf(key),
    ...(example === undefined ? {} : { examples: [example] }),
  };
}

/**
 * Returns the type of a value. Written as `oneOf`, because Ajv's strict mode, in which SchemaStore checks, refuses unions
 * other than with null, and because Red Hat's hover repeats the title for each branch of an `anyOf`.
 */
function typeOf({ level, type }: FormatKey): Schema {
  const string = { type: ["string", "null"] };
  const scalar = { $ref: "#/definitions/scalar" };
  switch (type.go) {
    case "map":
      return { type: ["object", "null"], additionalProperties: { $ref: `#/definitions/${type.of}` } };
    case "pointer":
      return { allOf: [{ $ref: `#/definitions/${type.of}` }] };
    case "map[string]string":
      return { type: ["object", "null"], additionalProperties: scalar };
    case "[]string":
      return { type: ["array", "null"], items: { type: "string" } };
    // k3s reads a number as the string that it is written as: right for a password, but never a path.
    case "string":
      return level === "auth" ? { allOf: [scalar] } : string;
    case "bool":
      return {
        oneOf: [
          { type: ["boolean", "null"] },
          // The words of YAML 1.1, which YAML 1.2 reads as strings.
          { type: "string", pattern: "^([yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)$" },
        ],
      };
  }
}

const titles: Readonly<Record<Exclude<Level, "root">, string>> = {
  mirror: "mirror of a registry",
  config: "settings of a host",
  auth: "credential",
  tls: "TLS settings",
};

/** Examples of keys, where the description alone leaves the form open. */
const examples: Readonly<Record<Level, Readonly<Record<string, unknown>>>> = {
  root: {
    mirrors: { "docker.io": { endpoint: ["https://mirror.example.com:5000"] } },
    configs: { "mirror.example.com:5000": { auth: { username: "puller", password: "<password>" } } },
  },
  mirror: {
    endpoint: ["https://mirror.example.com:5000"],
    rewrite: { "^library/(.*)$": "docker-hub/library/$1" },
  },
  config: { tls: { ca_file: "/etc/ssl/certs/registry-ca.pem" } },
  auth: { username: "_json_key" },
  tls: { ca_file: "/etc/ssl/certs/registry-ca.pem" },
};

/** Returns the entry of SchemaStore's catalog: the files that editors use the typed schema for. */
export function catalogEntry(): string {
  return json({
    name: "k3s registries",
    description: "Private registry configuration of k3s and RKE2",
    fileMatch: ["k3s", "rke2"].map((product) => `**/rancher/${product}/registries.yaml`),
    url: `https://www.schemastore.org/${schemaStoreName}.json`,
  });
}

function keysOf(level: Level): readonly FormatKey[] {
  return formatKeys.filter((key) => key.level === level);
}

function json(schema: Schema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
