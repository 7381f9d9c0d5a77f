import { targetProblem } from "../src/core/lint/sharedSettings.ts";

/** What `parseTarget` reads, without its flag for upper case. */
const targetPattern =
  "^\\s*([kK]3[sSdD]|[rR][kK][eE]2|[aA][nN][yY])?((^|[\\s@]+)[vV]?\\d+\\.\\d+(\\.\\d+)?([-+]\\S*)?)?\\s*$";

/**
 * Returns the JSON Schema of `.k3s-registries.yaml`. Its rules are those of the setting in the manifest, which is beside it in the
 * package. It refuses what `parseSettingsFile` reports a problem of, as `test/project/settingsSchema.test.ts` compares.
 */
export function settingsSchema(): string {
  const flag = (description: string): object => ({ description, type: ["boolean", "null"], default: false });
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "settings of K3s Registries",
    type: ["object", "null"],
    properties: {
      target: {
        description: "The product that reads the files, a version, or both. Default: any supported version.",
        // A release without a patch, such as 1.31, is a number.
        anyOf: [
          {
            type: ["string", "null"],
            maxLength: 100,
            pattern: targetPattern,
            patternErrorMessage: targetProblem(),
          },
          { type: "number", minimum: 1, not: { type: "integer" } },
        ],
        examples: ["k3s v1.31.6+k3s1", "rke2", "any"],
      },
      severities: {
        description: "Severities by rule ID.",
        anyOf: [
          { type: "null" },
          {
            $ref: "../package.json#/contributes/configuration/properties/k3sRegistries.rules",
            // Beside a reference, it hides the one of the setting, which is the name of a translation.
            markdownDescription: "Severities by rule ID.",
          },
        ],
      },
      ignores: {
        description: "Patterns of files that are not linted, relative to the folder of this file.",
        type: ["array", "null"],
        items: {
          anyOf: [{ type: "string", pattern: "^(?!!)(?!(?:[^]*/)?\\.\\.(?:/|$))[^]" }, { type: "number" }],
        },
        examples: [["examples/**", "*.bak.yaml"]],
      },
      embeddedRegistry: flag("True if the servers run with --embedded-registry."),
      disableDefaultEndpoint: flag("True if the servers run with --disable-default-registry-endpoint."),
    },
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
