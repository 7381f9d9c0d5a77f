/**
 * How deep the brackets, dashes and indentation of a text are nested at most, guessed without reading it as YAML: quotes
 * and comments count as well, so that it is never less than what a reader goes down to.
 */
export function deepestNesting(text: string): number {
  const indents: number[] = [];
  let deepest = 0;
  let brackets = 0;
  let inLine = 0;
  let indent = 0;
  let atStart = true;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === "\n" || char === "\r") {
      [inLine, indent, atStart] = [0, 0, true];
      continue;
    }
    if (atStart && (char === " " || char === "\t")) {
      indent++;
      continue;
    }
    if (atStart) {
      while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop();
      indents.push(indent);
      atStart = false;
    }
    if (char === "[" || char === "{") brackets++;
    else if (char === "]" || char === "}") brackets = Math.max(0, brackets - 1);
    else if (char === "-" || char === "?" || char === ":") inLine++;
    else if (char !== " " && char !== "\t") inLine = 0;
    deepest = Math.max(deepest, indents.length + brackets + inLine);
  }
  return deepest;
}
