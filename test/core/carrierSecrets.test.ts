import assert from "node:assert/strict";
import { carrierGlob, hasCarrierName, mayBeYaml } from "../../src/core/carriers/carrierNames.ts";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { carrierSecrets } from "../../src/core/display/carrierSecrets.ts";

/** The parts of a line of a script that are hidden, beside a registries.yaml. */
function hiddenIn(line: string): readonly string[] {
  const text = `${line}\ncat > /etc/rancher/k3s/registries.yaml <<'EOF'\nmirrors: {}\nEOF\n`;
  const carrier = openCarrier("install.sh", text);
  assert.equal(carrier.regions.length, 1, line);
  return carrierSecrets(carrier).spans.map(({ start, end }) => text.slice(start, end));
}

describe("the secrets around a registries.yaml in another file", () => {
  const hidden: readonly (readonly [line: string, ...hidden: string[]])[] = [
    ["export DB_PASSWORD=canary", "canary"],
    ["HOST=db TOKEN=canary ./install", "canary ./install"],
    ["HOST=db PORT=1 API_KEY='canary' ./install", "'canary' ./install"],
    ["PASSWORD=$OTHER TOKEN=canary", "canary"],
    ["A=1 B=2 C=3", ...[]],
    ["A=1; export PASSWORD=canary; B=2", "canary; B=2"],
    ["PASSWORD=canary TOKEN=canary", "canary TOKEN=canary"],
    ["curl https://example.com/?a=1&token=canary", "canary"],
    ["docker login -u ci -p canary registry.example.com", "ci -p canary registry.example.com"],
    ["mkdir -p /etc/rancher/k3s && docker login -p canary", "canary"],
    ["sudo docker login --password canary", "canary"],
    ["mytool -p canary", "canary"],
    ["mkdir -p /etc/rancher/k3s"],
    ["sudo mkdir -p /etc/rancher/k3s"],
    ["sudo -u root mkdir -p /etc/rancher/k3s"],
    ["RUN mkdir -p /etc/rancher/k3s"],
    ["set -e; /bin/mkdir -p /etc/rancher/k3s"],
    ["if true; then mkdir -p /etc/rancher/k3s; fi"],
    ["  - mkdir -p /etc/rancher/k3s"],
    ['runcmd: ["mkdir -p /etc/rancher/k3s"]'],
    ["ssh -p 2222 node; cp -p a b; useradd -u 1000 ci"],
    ["PASSWORD=$OTHER"],
    ["PASSWORD=$" + "{OTHER}"],
    ["TOKEN=$(cat /run/token)"],
    ["PASSWORD=$" + "{OTHER:-canary}", "$" + "{OTHER:-canary}"],
    ["TOKEN=$(echo canary)", "$(echo canary)"],
    ["K3S_TOKEN ?= canary", "canary"],
    ["K3S_TOKEN := canary", "= canary"],
    ['env: { "K3S_TOKEN" => "canary" }', '"canary" }'],
    ["ENV K3S_TOKEN canary", "canary"],
    ['services.k3s.token = "canary";', '"canary";'],
    ["k3s_token: canary", "canary"],
    ["K3S_TOKEN: canary", "canary"],
    ["plain_text_passwd: canary", "canary"],
    ["authConfigSecretName: harbor-auth"],
    ["AWS_SECRET_ACCESS_KEY=canary", "canary"],
    ['secret_key = "canary"', '"canary"'],
    ["curl -H 'Authorization: Bearer canary' https://a", "canary' https://a"],
    ["echo canary | docker login -u ci --password-stdin", "canary | docker login -u ci --password-stdin"],
    ["echo 'root:canary' | sudo chpasswd", "'root:canary' | sudo chpasswd"],
    ['echo "$TOKEN" | docker login --password-stdin'],
    ["echo done | tee log"],
    ["skopeo copy --src-creds ci:canary a b", "ci:canary a b"],
    ["-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----", "\ncanary\n"],
  ];
  for (const [line, ...parts] of hidden)
    it(`are ${parts.length === 0 ? "none" : "hidden"} in ${line}`, () => assert.deepEqual(hiddenIn(line), parts));
});

it("leaves the key that names a Secret as it is", () => {
  const text = `kind: RKE2Config
spec:
  privateRegistriesConfig:
    configs:
      registry.example.com:
        authSecret:
          name: registry
          namespace: default
`;
  const { spans } = carrierSecrets(openCarrier("config.yaml", text));
  assert.doesNotMatch(spans.map(({ start, end }) => text.slice(start, end)).join("\n"), /authSecret/);
});

describe("the names of files that carry a registries.yaml", () => {
  it("are those that the workspace is searched for", () => {
    assert.match(carrierGlob, /^\*\*\/\{[^{}]+\}$/);
    const names = "a.yaml b/user-data.yml c.sh main.tf a.yaml.j2 values.tpl Dockerfile x/Dockerfile.dev dev.Dockerfile";
    for (const name of `${names} Makefile Vagrantfile user-data cloud.cfg a.bu a.sls flake.nix README.md x.json`.split(
      " ",
    ))
      assert.ok(hasCarrierName(name), name);
    for (const name of ["yaml", "a.yaml.bak", "a.ts", "a.shx", "Dockerfiles", "x/Makefile/y.c", "ayaml"])
      assert.ok(!hasCarrierName(name), name);
    for (const name of ["a.yaml", "a.yaml.j2", "a.cfg", "notes", "registries.yaml.bak"])
      assert.ok(mayBeYaml(name), name);
    for (const name of ["a.sh", "a.sh.j2", "main.tf", "Dockerfile"]) assert.ok(!mayBeYaml(name), name);
  });
});
