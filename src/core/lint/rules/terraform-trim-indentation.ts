import type { Rule } from "../rule.ts";

export const summary = "Terraform keeps the indentation of lines after ~}, so they are nested wrongly";

/** Source: docs/embedded.md#terraform. */
export const terraformTrimIndentation: Rule = {
  id: "terraform-trim-indentation",
  severity: "error",
  *checkRegion({ facts: { nestingTrims = [] } }) {
    const [first] = nestingTrims;
    if (first === undefined) return;
    yield {
      at: { outer: { start: first.start, end: first.end + 1 } },
      message:
        'In a heredoc with "<<-", Terraform keeps the indentation of the line after "~}", so these lines are nested under other keys. Write "}", which leaves an empty line.',
      fixes: [
        { title: "Remove each ~ before }", safe: true, outer: nestingTrims.map((span) => ({ ...span, text: "" })) },
      ],
    };
  },
};
