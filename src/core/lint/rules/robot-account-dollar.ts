import type { Report, Rule } from "../rule.ts";

/** Source: Harbor, "Create project robot accounts"; POSIX shell, here-documents. */
export const robotAccountDollar: Rule = {
  id: "robot-account-dollar",
  summary: "The $ in a robot account's name may be expanded on its way to the node",
  severity: "information",
  check({ configs }) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const { value, path } = auth.username;
      if (value.kind !== "scalar" || (value.style !== "plain" && value.style !== "double")) continue;
      if (!/^robot\$[\w{]/.test(value.text)) continue;
      reports.push({
        at: path,
        message:
          "k3s takes the $ in this name as it stands, but a shell script, envsubst or Ansible that writes the file replaces $ and the word after it, and the pull fails with 401. Put the name in single quotes, and the word of a heredoc too (<<'EOF').",
        fixes: [
          {
            title: "Put the username in single quotes",
            safe: true,
            operations: [{ set: path, value: { quoted: value.text } }],
          },
        ],
      });
    }
    return reports;
  },
};
