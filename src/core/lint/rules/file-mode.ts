import type { Region } from "../../carriers/region.ts";
import type { RegionReport, Rule } from "../rule.ts";

export const summary = "The file gets another mode on the node than the one that is written";

/** Source: docs/embedded.md#cloud-init. */
export const fileMode: Rule = {
  id: "file-mode",
  severity: "warning",
  *checkRegion(region) {
    const report = reportOf(region);
    if (report) yield report;
  },
};

function reportOf({ carrier, facts: { at, permissions, mode, ownerOnly } }: Region): RegionReport | undefined {
  if (mode === undefined) return undefined;
  const owner = ownerOnly && { title: "Set the mode to 0600", safe: false, outer: ownerOnly };
  if (permissions === undefined) {
    if (mode !== 0) return undefined;
    return {
      at: { outer: at },
      severity: "hint",
      message: 'Without "permissions", Kairos gives the file the mode 0000, so only root can read it.',
      ...(owner && { fixes: [owner] }),
    };
  }
  const { text, start, end } = permissions;
  const meant = /^0?[0-7]{3}$/.test(text) ? Number.parseInt(text, 8) : undefined;
  if (meant === mode || (meant === undefined && /^(?:0o)?[0-7]+$/.test(text))) return undefined;
  const place = { outer: { start, end } };
  if (meant === undefined) {
    if (carrier !== "cloud-init") return undefined;
    return {
      at: place,
      message: 'cloud-init can\'t read this mode and uses 0644, so every user of the node can read it. Write "0600".',
      ...(owner && { fixes: [owner] }),
    };
  }
  const octal = `0${text.replace(/^0/, "")}`;
  return {
    at: place,
    message: `${text} is a decimal number, so the file gets the mode ${shown(mode)}. Write ${octal}.`,
    fixes: [{ title: `Write ${octal}`, safe: true, outer: [{ start, end, text: octal }] }],
  };
}

function shown(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
