export interface NextSteps {
  readonly product: "k3s" | "RKE2";
  readonly steps: readonly string[];
  readonly commands: readonly string[];
}

function stepsFor(product: NextSteps["product"], folder: string, server: string, agent: string): NextSteps {
  return {
    product,
    steps: [
      `Copy registries.yaml to /etc/rancher/${folder}/registries.yaml on every node that pulls images, servers too.`,
      "Let only root read it (mode 0600): it contains credentials.",
      `Restart ${server} on servers and ${agent} on agents; the file is read only at startup. Running pods continue.`,
    ],
    commands: [
      `sudo install -D -m 0600 -o root -g root registries.yaml /etc/rancher/${folder}/registries.yaml`,
      `sudo systemctl restart ${server}   # on a server node`,
      `sudo systemctl restart ${agent}   # on an agent node`,
    ],
  };
}

/** What is left to do once registries.yaml is saved. Source: docs/how-k3s-reads-it/file.md#restart. */
export const nextSteps: readonly NextSteps[] = [
  stepsFor("k3s", "k3s", "k3s", "k3s-agent"),
  stepsFor("RKE2", "rke2", "rke2-server", "rke2-agent"),
];

/** The commands for one product as text for a terminal, a line each. */
export function nextStepsCommands(product: NextSteps["product"]): string {
  const found = nextSteps.find((steps) => steps.product === product);
  return `${(found?.commands ?? []).join("\n")}\n`;
}

/** The page for all products, in Markdown. */
export function nextStepsPage(): string {
  const lines = ["# Next steps", ""];
  for (const { product, steps, commands } of nextSteps) {
    lines.push(`## ${product}`, "", ...steps.map((step, i) => `${i + 1}. ${step}`), "");
    lines.push("```sh", ...commands, "```", "");
  }
  return lines.join("\n");
}
