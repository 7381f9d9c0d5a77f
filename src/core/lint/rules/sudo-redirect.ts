import type { Rule } from "../rule.ts";

export const summary = "sudo does not apply to the redirection that writes the file";

/** Source: docs/embedded.md#shell. */
export const sudoRedirect: Rule = {
  id: "sudo-redirect",
  severity: "information",
  *checkRegion({ facts: { shell } }) {
    if (shell?.sudo === undefined) return;
    const { start, end, fix } = shell.sudo;
    yield {
      at: { outer: { start, end } },
      message:
        'The shell opens the file without sudo, so this fails with "Permission denied" unless it runs as root. Write the file with sudo tee.',
      fixes: fix === undefined || fix.length === 0 ? [] : [{ title: "Use sudo tee", safe: false, outer: fix }],
    };
  },
};
