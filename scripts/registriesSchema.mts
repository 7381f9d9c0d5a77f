import { keySentences } from "../src/core/file/keyDocumentation.ts";
import { knownKeys, type Level } from "../src/core/file/schema.ts";

type Schema = { readonly [key: string]: unknown };

/** What stands below a key, where it is more than one value. */
const below: Readonly<Record<string, () => Schema>> = {
  "root.mirrors": () => ({ additionalProperties: level("mirror") }),
  "root.configs": () => ({ additionalProperties: level("config") }),
  "root.auths": () => ({ additionalProperties: level("auth"), deprecated: true }),
  "mirror.endpoint": () => ({ items: {} }),
  "mirror.rewrite": () => ({ additionalProperties: {} }),
  "config.auth": () => level("auth"),
  "config.tls": () => level("tls"),
  "tls.insecure_skip_verify": () => ({ default: false }),
};

function level(name: Level): Schema {
  const properties = knownKeys[name].map((key) => {
    const description = keySentences(name, key).join(" ");
    return [key, { description, ...below[`${name}.${key}`]?.() }] as const;
  });
  return { properties: Object.fromEntries(properties), additionalProperties: true };
}

/**
 * The JSON Schema of registries.yaml, for what editors offer and tell of keys. It refuses nothing, neither types nor
 * unknown keys: the rules say what is wrong, and say it better, so that it is not said twice where the extension of Red
 * Hat reads the schema too.
 */
export function registriesSchema(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "registries.yaml of k3s and RKE2",
    ...level("root"),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
