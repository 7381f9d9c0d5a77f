/** What can be wrong in YAML, in words that need no YAML grammar, as sentences without a full stop. */
export const yamlFaults = {
  alias: 'A value that starts with "*" refers to an anchor that is not defined before it',
  bracket: "A bracket is opened and not closed, or a comma is missing",
  colon: "A key has no colon after it",
  dash: "A line is indented like the list items above but has no dash",
  directive: 'A line that starts with "%" is not a YAML directive',
  escape: "A backslash escape in double quotes is not known to YAML",
  indentation: "The indentation does not match the lines above",
  key: "A second key on this line is not allowed, or the line above lacks its colon",
  name: 'A name after "*" or "&" is missing or not allowed here',
  quote: "A quote is opened and never closed",
  reserved: "A value starts with a character that YAML reserves, such as @, % or a backtick",
  syntax: "The text is not valid YAML from here on",
  tab: "A tab is used for indentation",
  tag: 'A tag, which starts with "!", is not complete or not allowed here',
} as const;

export interface OtherFault {
  readonly kind: keyof typeof yamlFaults;
  /** Where it is, in UTF-16 units. */
  readonly start: number;
}

/** Takes a fault that a reader finds at an offset. */
export type FaultReport = (kind: OtherFault["kind"], start: number) => void;

/** Returns what is wrong as a sentence without a full stop. It contains no part of the text. */
export function otherFault({ kind }: OtherFault): string {
  return yamlFaults[kind];
}
