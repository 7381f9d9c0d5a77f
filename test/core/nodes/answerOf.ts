/** 2026-03-14 09:12 UTC. */
export const march = 1_773_479_520;
/** 2026-11-29 20:00 UTC. */
export const november = 1_795_982_400;

/** What a node answers that is healthy, but for the members that are given. */
export function nodeAnswer(changes: object): object {
  return {
    k3sRegistries: 1,
    node: "deploy@10.0.0.5",
    product: "k3s",
    unit: "k3s-agent",
    init: "systemd",
    path: "/etc/rancher/k3s/registries.yaml",
    file: null,
    started: march + 60,
    active: "active",
    version: "v1.33.4+k3s1",
    certsd: null,
    waiting: "",
    problem: "",
    ...changes,
  };
}
