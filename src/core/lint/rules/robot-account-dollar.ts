import type { Report, Rule } from "../rule.ts";

export const summary = "The $ in a robot account name may be expanded on the way to the node";

/** Source: Harbor, "Create project robot accounts"; POSIX shell, here-documents. */
export const robotAccountDollar: Rule = {
  id: "robot-account-dollar",
  severity: "information",
  fixes: true,
  check({ configs }) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const { value, path } = auth.username;
      if (value.kind !== "scalar" || (value.style !== "plain" && value.style !== "double")) continue;
      if (!/^robot\$[\w{]/.test(value.text)) continue;
      reports.push({
        at: path,
        message:
          'k3s keeps the "$" in this name, but a shell script, envsubst or Ansible may expand it, so pulls fail with 401. Put the name in single quotes, and a heredoc word too ("<<\'EOF\'").',
        fixes: [
          {
            title: "Put the username in single quotes",
            safe: true,
            operations: [{ overwrite: path, value: { quoted: value.text } }],
          },
        ],
      });
    }
    return reports;
  },
};
