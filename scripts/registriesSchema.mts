import { type FormatKey, formatKeys, type Level } from "../src/core/file/format.ts";
import { keySentences } from "../src/core/file/keyDocumentation.ts";

type Schema = { readonly [key: string]: unknown };

/** Returns what is below a key, where it is more than one value. */
function below({ type }: FormatKey): Schema {
  if (type.go === "map") return { additionalProperties: level(type.of) };
  if (type.go === "pointer") return level(type.of);
  if (type.go === "[]string") return { items: {} };
  if (type.go === "map[string]string") return { additionalProperties: {} };
  return type.go === "bool" ? { default: false } : {};
}

function level(name: Level): Schema {
  const properties = formatKeys
    .filter((key) => key.level === name)
    .map((key) => {
      const description = keySentences(name, key.name).join(" ");
      return [key.name, { description, ...below(key), ...(key.deprecated ? { deprecated: true } : {}) }] as const;
    });
  return { properties: Object.fromEntries(properties), additionalProperties: true };
}

/**
 * Returns the JSON Schema of registries.yaml, for what editors offer and say about keys. It rejects nothing, neither
 * types nor unknown keys: the rules report what is wrong, and explain it better. So nothing is reported twice where Red
 * Hat's YAML extension reads the schema too.
 */
export function registriesSchema(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "registries.yaml of k3s and RKE2",
    ...level("root"),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
