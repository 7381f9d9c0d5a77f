const directive = /^[ \t]*#[ \t]*k3s-registries-disable-next-line(?:[ \t]+([^\r\n]*))?$/;

/**
 * Leaves out the findings that a comment `# k3s-registries-disable-next-line <id>, <id>` on the line above switches
 * off; without an id it switches off all of them.
 */
export function withoutDisabled<Found extends { readonly id: string; readonly start: number }>(
  text: string,
  findings: readonly Found[],
): readonly Found[] {
  if (!text.includes("k3s-registries-disable-next-line")) return findings;
  const lines = text.split(/\r\n|\n|\r/);
  const lineOf = (offset: number): number => text.slice(0, offset).split(/\r\n|\n|\r/).length - 1;
  return findings.filter(({ id, start }) => {
    const match = directive.exec(lines[lineOf(start) - 1] ?? "");
    if (!match) return true;
    const ids = (match[1] ?? "").split(/[\s,]+/).filter((word) => word !== "");
    return ids.length > 0 && !ids.includes(id);
  });
}
