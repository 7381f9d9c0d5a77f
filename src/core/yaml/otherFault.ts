import type { OtherFault } from "./otherYaml.ts";

/** The faults of the `yaml` package in words that need no YAML grammar: https://eemeli.org/yaml/#errors. The first that matches applies. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/^TAB_AS_INDENT/, "A tab is used for indentation"],
  [/^BAD_DQ_ESCAPE/, "A backslash escape in double quotes is not known to YAML"],
  [/^UNKNOWN_ALIAS/, 'A value that starts with "*" refers to an anchor that is not defined before it'],
  [/^(?:BAD_ALIAS|ALIAS_PROPS|MULTIPLE_ANCHORS)/, 'A name after "*" or "&" is missing or not allowed here'],
  [/^BAD_SCALAR_START/, "A value starts with a character that YAML reserves, such as @, % or a backtick"],
  [/^BAD_DIRECTIVE|directives-end/, 'A line that starts with "%" is not a YAML directive'],
  [/closing ["']/, "A quote is opened and never closed"],
  [/Missing , |[Ff]low (?:map|sequence)/, "A bracket is opened and not closed, or a comma is missing"],
  [/without - indicator/, "A line is indented like the list items above but has no dash"],
  [/^BLOCK_AS_IMPLICIT_KEY/, "A second key on this line is not allowed, or the line above lacks its colon"],
  [/^(?:MULTILINE_IMPLICIT_KEY|KEY_OVER_1024)|followed by map values/, "A key has no colon after it"],
  [/^BAD_INDENT/, "The indentation does not match the lines above"],
  [/^(?:TAG|MULTIPLE_TAGS|BAD_COLLECTION_TYPE)/, 'A tag, which starts with "!", is not complete or not allowed here'],
];

/** Returns what is wrong as a sentence without a full stop. It contains no part of the text. */
export function otherFault({ code, message }: OtherFault): string {
  const said = `${code} ${message}`;
  return faults.find(([pattern]) => pattern.test(said))?.[1] ?? "The text is not valid YAML from here on";
}
