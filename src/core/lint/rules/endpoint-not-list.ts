import { holdsStrayCharacter } from "../../text/invisible.ts";
import type { Report, Rule } from "../rule.ts";

const consequence = "k3s can't read the file and hangs at start";

/** Source: docs/how-k3s-reads-it/yaml.md#types (`cannot unmarshal !!str into []string`). */
export const endpointNotList: Rule = {
  id: "endpoint-not-list",
  summary: "An endpoint is not a list of URLs",
  severity: "error",
  check({ doc, mirrors }) {
    const reports: Report[] = [];
    for (const { registry, endpoint, endpointPath, endpoints } of mirrors) {
      if (endpoint.kind === "scalar" && endpoint.text.trim() !== "" && !isStrayDash(endpoint.text))
        reports.push({
          at: endpointPath,
          message: `The endpoint of ${registry} must be a list, even of one URL: ${consequence}. Put it in brackets.`,
          fixes: [
            {
              title: "Make it a list",
              safe: true,
              operations: [{ set: endpointPath, value: listOf(endpoint.text) }],
            },
          ],
        });
      if (endpoint.kind === "map")
        reports.push({
          at: endpointPath,
          part: "key",
          message: `The endpoint of ${registry} must be a list of URLs, not a map: ${consequence}. Write one "- URL" a line.`,
        });
      if (endpoint.kind !== "list" || endpoint.size === endpoints.length) continue;
      for (const { path, value } of doc.items(endpointPath)) {
        if (value.kind !== "map" && value.kind !== "list") continue;
        const url = /^(https?)\s*:\s+(\/\/[^\s#]+)$/.exec(doc.source(path).trim());
        reports.push({
          at: path,
          message: `This endpoint of ${registry} is not a URL: ${consequence}. Write it without blanks, as https://host:port.`,
          ...(url
            ? {
                fixes: [
                  {
                    title: "Write it as a URL",
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

/** Whether a list was written with another blank than the space behind its dash, which is a fault of its own. */
function isStrayDash(text: string): boolean {
  return text.startsWith("-") && holdsStrayCharacter(text);
}

/** People also write several URLs in one text, with commas or blanks between. */
function listOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((url) => url !== "");
}
