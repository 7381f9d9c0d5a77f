import { holds } from "./characters.ts";
import type { Node } from "./tree.ts";

/** A sample does not grow beyond this. */
const maxLength = 200;

/**
 * A text that a pattern is likely to match: the first choice each time, each repetition once, a letter where one is taken.
 * Conditions such as `$` in the middle are not looked at, so it has to be tried.
 *
 * @param alphabet what it may be made of, the preferred characters first
 * @returns `undefined` when the alphabet has no character for some place, or the text would be long
 */
export function sampleMatch(root: Node, alphabet: readonly string[]): string | undefined {
  const sample = (node: Node): string | undefined => {
    switch (node.kind) {
      case "char":
        return alphabet.find((char) => holds(node.ranges, char.codePointAt(0) ?? 0));
      case "group":
        return sample(node.body);
      case "repeat": {
        if (node.max === 0) return "";
        const once = sample(node.body);
        if (once === undefined) return node.min === 0 ? "" : undefined;
        const copies = Math.max(node.min, 1);
        return once.length * copies > maxLength ? undefined : once.repeat(copies);
      }
      case "concat": {
        let text = "";
        for (const part of node.parts) {
          const more = sample(part);
          if (more === undefined || text.length + more.length > maxLength) return undefined;
          text += more;
        }
        return text;
      }
      case "alternate":
        return node.parts.map(sample).find((text) => text !== undefined);
      default:
        return "";
    }
  };
  return sample(root);
}
