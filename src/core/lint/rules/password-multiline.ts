import { startsBlock } from "../../file/password.ts";
import { looksLikeJson } from "../../json/object.ts";
import { repairJson } from "../../json/repairJson.ts";
import { oneLineJson } from "../../json/tokens.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A JSON key spans several lines";

/** Source: docs/how-k3s-reads-it/yaml.md#json-passwords. */
export const passwordMultiline: Rule = {
  id: "password-multiline",
  severity: "information",
  fixes: true,
  onBrokenFile: true,
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const { value: password, path: at } = auth.password;
      if (password.kind !== "broken" && password.kind !== "scalar") continue;
      const source = doc.source(at);
      if (password.kind === "broken" && startsBlock(source)) {
        const json = repairJson(source);
        reports.push({
          at,
          severity: "error",
          message:
            'The key after "|" or ">" is not indented deeper than "password", so k3s can\'t read the file and hangs at startup. Put it on one line in single quotes.',
          fixes:
            json === undefined
              ? []
              : [
                  {
                    title: "Put the key on one line",
                    safe: true,
                    operations: [{ overwrite: at, value: { quoted: json } }],
                  },
                ],
        });
        continue;
      }
      if (password.kind !== "scalar" || !(source.includes("\n") || source.includes("\r"))) continue;
      const json = looksLikeJson(password.text) ? oneLineJson(password.text) : undefined;
      if (json === undefined) continue;
      const style = password.style === "block" ? 'after "|" or ">"' : "in quotes";
      reports.push({
        at,
        message: `The key spans several lines ${style}. k3s and RKE2 from v1.19.1 on read it, but heredocs, Ansible and Rancher often change its indentation. Put it on one line.`,
        fixes: [
          {
            title: "Put the key on one line",
            safe: true,
            operations: [{ overwrite: at, value: { quoted: json } }],
          },
        ],
      });
    }
    return reports;
  },
};
