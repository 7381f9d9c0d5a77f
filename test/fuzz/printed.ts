/** YAML that is written as it is said, right or wrong. Sources may span lines: the later ones are indented. */
export type Printed = { readonly anchor?: string } & (
  | { readonly source: string }
  | { readonly entries: readonly (readonly [string, Printed])[]; readonly flow: boolean }
  | {
      readonly items: readonly Printed[];
      readonly flow: boolean;
      /** Indented below its key. */
      readonly deep?: boolean;
    }
);

interface Layout {
  /** Blanks per level. */
  readonly step: number;
  /** What comes after a line, mostly nothing. */
  readonly comment: () => string;
}

export function printed(node: Printed, layout: Layout): string {
  return `${below(node, 0, layout)}\n`.replace(/^\n/, "");
}

/** What follows a colon or a hyphen: on its line, or on lines of their own. */
function below(node: Printed, indent: number, layout: Layout): string {
  const anchor = node.anchor === undefined ? "" : ` &${node.anchor}`;
  if ("source" in node) {
    if (node.source === "") return anchor;
    return `${anchor} ${node.source.replaceAll("\n", `\n${" ".repeat(indent + layout.step)}`)}`;
  }
  if (node.flow) return `${anchor} ${flow(node)}`;
  if ("items" in node) {
    const blanks = " ".repeat(Math.max(0, node.deep || indent === 0 ? indent : indent - layout.step));
    const lines = node.items.map((item) => `${blanks}-${below(item, indent + layout.step, layout)}${layout.comment()}`);
    return `${anchor}\n${lines.join("\n")}`;
  }
  const blanks = " ".repeat(indent);
  const lines = node.entries.map(([key, value]) => {
    const rest = below(value, indent + layout.step, layout);
    return `${blanks}${key}:${rest.startsWith("\n") ? layout.comment() + rest : rest + (rest.includes("\n") ? "" : layout.comment())}`;
  });
  return `${anchor}\n${lines.join("\n")}`;
}

function flow(node: Printed): string {
  const anchor = node.anchor === undefined ? "" : `&${node.anchor} `;
  if ("source" in node) return anchor + node.source.replaceAll("\n", " ");
  if ("items" in node) return `${anchor}[${node.items.map(flow).join(", ")}]`;
  return `${anchor}{${node.entries.map(([key, value]) => `${key}: ${flow(value)}`).join(", ")}}`;
}
