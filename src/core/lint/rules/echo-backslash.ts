import type { Region } from "../../carriers/region.ts";
import type { RegionReport, Rule, Severity } from "../rule.ts";

export const summary = "What echo writes for a backslash depends on the shell";

/** Source: docs/embedded.md#shell; https://pubs.opengroup.org/onlinepubs/9799919799/utilities/echo.html. */
export const echoBackslash: Rule = {
  id: "echo-backslash",
  severity: "error",
  *checkRegion(region) {
    const report = reportOf(region);
    if (report) yield report;
  },
};

function reportOf({ text, facts: { at, shell } }: Region): RegionReport | undefined {
  const report = (message: string, severity: Severity): RegionReport => ({
    at: { outer: at },
    severity,
    message,
    fixes:
      shell?.printf === undefined ? [] : [{ title: "Use printf", safe: severity === "error", outer: shell.printf }],
  });
  const isOneLine = !text.trimEnd().includes("\n");
  if (shell?.echo === "literal")
    return isOneLine
      ? report(
          "The echo of bash writes \\n as two characters, so the file is one line that k3s can't read. Use printf.",
          "error",
        )
      : undefined;
  const isKey = /"private_key\\{0,2}"\s*:\s*\\{0,2}"-----BEGIN/.test(text);
  if (shell?.echo === "asked")
    return isKey
      ? report("echo -e turns the \\n of the key into line breaks, which breaks the key. Use printf.", "error")
      : undefined;
  if (!isKey) return undefined;
  if (shell?.echo === "escapes")
    return report(
      "The echo of sh (dash, ash) turns the \\n of the key into line breaks, which breaks the key. Use printf.",
      "error",
    );
  return shell?.echo === "unknown"
    ? report(
        "The echo of sh (dash, ash) turns the \\n of the key into line breaks, the one of bash does not. Use printf.",
        "information",
      )
    : undefined;
}
