import { type Phrase, phrase } from "../text/phrase.ts";

export interface NextSteps {
  readonly product: "k3s" | "RKE2";
  readonly steps: readonly Phrase[];
  readonly commands: readonly string[];
}

function stepsFor(product: NextSteps["product"], folder: string, server: string, agent: string): NextSteps {
  return {
    product,
    steps: [
      phrase(
        "Copy registries.yaml to {0} on every node that pulls the images, servers included.",
        `/etc/rancher/${folder}/registries.yaml`,
      ),
      phrase("Let only root read it (mode 0600): it holds the credentials."),
      phrase(
        "Restart {0} on servers and {1} on agents; the file is read only at start. Running pods go on.",
        server,
        agent,
      ),
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
