import { hasInvisibleCharacter } from "../../text/invisible.ts";
import type { Report, Rule } from "../rule.ts";
import { wrongTypeEffect } from "../wrongTypeEffect.ts";

export const summary = "An endpoint is not a list of URLs";

/** Source: docs/how-k3s-reads-it/yaml.md#types (`cannot unmarshal !!str into []string`). */
export const endpointNotList: Rule = {
  id: "endpoint-not-list",
  severity: "error",
  fixes: true,
  check({ doc, mirrors }) {
    const reports: Report[] = [];
    for (const { registry, endpoint, endpointPath, endpoints } of mirrors) {
      if (endpoint.kind === "scalar" && endpoint.text.trim() !== "" && !isStrayDash(endpoint.text))
        reports.push({
          at: endpointPath,
          message: `The endpoint of "${registry}" is a string, not a list: ${wrongTypeEffect(endpointPath)}. Put it in brackets.`,
          fixes: [
            {
              title: "Convert to a list",
              safe: true,
              operations: [{ overwrite: endpointPath, value: listOf(endpoint.text) }],
            },
          ],
        });
      if (endpoint.kind === "map")
        reports.push({
          at: endpointPath,
          part: "key",
          message: `The endpoint of "${registry}" is a map, not a list of URLs: ${wrongTypeEffect(endpointPath)}. Write one "- URL" per line.`,
        });
      if (endpoint.kind !== "list" || endpoint.size === endpoints.length) continue;
      for (const { path, value } of doc.items(endpointPath)) {
        if (value.kind !== "map" && value.kind !== "list") continue;
        const url = /^(https?)\s*:\s+(\/\/[^\s#]+)$/.exec(doc.source(path).trim());
        reports.push({
          at: path,
          message: `This endpoint of "${registry}" is not a URL: ${wrongTypeEffect(endpointPath)}. Write it without spaces, as "https://host:port".`,
          ...(url
            ? {
                fixes: [
                  {
                    title: "Convert to a URL",
                    safe: true,
                    operations: [{ replace: path, value: `${url[1]}:${url[2]}` }],
                  },
                ],
              }
            : {}),
        });
      }
    }
    return reports;
  },
};

/** True if a list item has an invisible character after its dash, which invisible-character reports. */
function isStrayDash(text: string): boolean {
  return text.startsWith("-") && hasInvisibleCharacter(text);
}

/** Splits a string at commas and spaces: people also write several URLs in one. */
function listOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((url) => url !== "");
}
