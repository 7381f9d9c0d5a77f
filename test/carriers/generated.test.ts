// Files of which a tool generates the registries.yaml: what is fixed in the settings is what the node then gets.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { type CarriedFinding, fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { filesBelow, root } from "../project/files.ts";

interface Sample {
  readonly path: string;
  readonly text: string;
}

/** A faulty string, and what a fix makes of it; the same where none is offered. */
interface Fault {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
}

const faults: Readonly<Record<"host" | "endpoint" | "pattern", readonly Fault[]>> = {
  host: [
    { rule: "registry-key-not-host", before: "https://quay.example.com", after: "quay.example.com" },
    { rule: "registry-key-not-host", before: "http://quay.example.com:5000/", after: "quay.example.com:5000" },
    { rule: "misspelt-registry", before: "ghcr.oi", after: "ghcr.io" },
    { rule: "uppercase-host", before: "Quay.example.com", after: "quay.example.com" },
    { rule: "unknown-google-host", before: "eu-docker.pkg.dev", after: "europe-docker.pkg.dev" },
  ],
  endpoint: [
    { rule: "endpoint-without-scheme", before: "harbor.example.com", after: "https://harbor.example.com" },
    { rule: "endpoint-without-scheme", before: "harbor.example.com:5000", after: "https://harbor.example.com:5000" },
    { rule: "invalid-endpoint-url", before: "https//harbor.example.com", after: "https://harbor.example.com" },
    { rule: "endpoint-path", before: "https://harbor.example.com/v2/", after: "https://harbor.example.com/v2" },
  ],
  pattern: [
    { rule: "rewrite-not-anchored", before: "library/(.*)", after: "^library/(.*)" },
    { rule: "rewrite-library-prefix", before: "^nginx$", after: "^library/nginx$" },
    { rule: "rewrite-host-or-tag", before: "^docker.io/library/(.*)", after: "^library/(.*)" },
    { rule: "rewrite-never-matches", before: "^/library/(.*)", after: "^library/(.*)" },
    { rule: "rewrite-pattern-invalid", before: "^(.*$", after: "^(.*$" },
  ],
};

type Quote = (text: string) => string;

const quotes: readonly Quote[] = [(text) => text, (text) => `'${text}'`, (text) => `"${text}"`];
const double = JSON.stringify as Quote;

/** Settings with a host, an endpoint and a pattern in some quotes. */
type Form = (host: string, endpoint: string, pattern: string, quote: Quote) => Sample;

const cluster: Form = (host, endpoint, pattern, quote) => ({
  path: "cluster.yaml",
  text: `apiVersion: provisioning.cattle.io/v1
kind: Cluster
spec:
  kubernetesVersion: v1.31.6+rke2r1 # ${host}
  rkeConfig:
    registries:
      configs: {}
      mirrors:
        ${quote(host)}:
          endpoint: [ ${quote(endpoint)} ] # ${endpoint}
          rewrite: { ${quote(pattern)}: hub/$1 }
`,
});

const forms: Readonly<Record<string, { readonly form: Form; readonly quotes: readonly Quote[] }>> = {
  Rancher: { form: cluster, quotes },
  "Rancher with CRLF": {
    form: (...parts) => ({ path: "cluster.yaml", text: cluster(...parts).text.replaceAll("\n", "\r\n") }),
    quotes,
  },
  "Cluster API": {
    form: (host, endpoint, pattern, quote) => ({
      path: "rke2.yaml",
      text: `kind: RKE2ControlPlane\nspec:\n  privateRegistriesConfig:\n    mirrors:\n      ${quote(host)}:\n        endpoint:\n          - ${quote(endpoint)}\n        rewrite:\n          ${quote(pattern)}: hub/$1\n`,
    }),
    quotes,
  },
  lablabs: {
    form: (host, endpoint, pattern, quote) => ({
      path: "all.yml",
      text: `rke2_custom_registry_mirrors:\n  - name: ${quote(host)}\n    endpoint:\n      - ${quote(endpoint)}\n    rewrite:\n      ${quote(pattern)}: hub/$1\nrke2_custom_registry_configs: []\n`,
    }),
    quotes,
  },
  Harvester: {
    form: (host, endpoint, pattern) => ({
      path: "setting.yaml",
      text: `apiVersion: harvesterhci.io/v1beta1\nkind: Setting\nmetadata:\n  name: containerd-registry\nvalue: '{"Mirrors": {"${host}": {"Endpoints": ["${endpoint}"], "Rewrites": {"${pattern}": "hub/$1"}}}}'\n`,
    }),
    quotes: [double],
  },
  rancher2: {
    form: (host, endpoint, pattern) => ({
      path: "main.tf",
      text: `resource "rancher2_cluster_v2" "a" {\n  rke_config {\n    registries {\n      mirrors {\n        hostname  = "${host}"\n        endpoints = ["${endpoint}"]\n        rewrites  = { "${pattern}" = "hub/$1" }\n      }\n    }\n  }\n}\n`,
    }),
    quotes: [double],
  },
  yamlencode: {
    form: (host, endpoint, pattern) => ({
      path: "main.tf",
      text: `module "kube-hetzner" {\n  k3s_registries = yamlencode({\n    mirrors = { "${host}" = { endpoint = ["${endpoint}"], rewrite = { "${pattern}" = "hub/$1" } } }\n  })\n}\n`,
    }),
    quotes: [double],
  },
};

const right = { host: "docker.io", endpoint: "https://harbor.example.com", pattern: "^library/(.*)$" };

function open({ path, text }: Sample) {
  return lintCarrier(openCarrier(path, text));
}

/** Each fix alone takes its finding away; a run fixes what it announces and leaves nothing to do. */
function checkFixes(sample: Sample): void {
  const before = open(sample);
  const same =
    ({ id, message, region }: CarriedFinding) =>
    (other: CarriedFinding) =>
      other.id === id && other.message === message && other.region === region;
  const isGenerated = ({ region }: CarriedFinding): boolean => before.carrier.regions[region]?.isGenerated === true;
  const safe = before.findings.filter(
    (finding) => isGenerated(finding) && offeredCarrierFixes(before, finding).some((fix) => fix.safe),
  );
  for (const finding of safe)
    for (const { edits, safe: isSafe } of offeredCarrierFixes(before, finding)) {
      const after = lintCarrier(before.carrier.reopen(applyEdits(sample.text, edits)));
      const count = (linted: typeof before): number => linted.findings.filter(same(finding)).length;
      if (isSafe) assert.ok(count(after) < count(before), `${finding.id}\n${after.carrier.text}`);
      assert.ok(edits.every(({ text }) => !text.includes("\n")));
    }
  const { text, after, fixed } = fixCarrier(before);
  for (const finding of safe) assert.ok(fixed.includes(finding), `${finding.id}: ${finding.message}\n${text}`);
  const left = after.findings.filter((finding) => isGenerated(finding));
  for (const finding of left)
    assert.ok(
      !offeredCarrierFixes(after, finding).some((fix) => fix.safe),
      `${finding.id}: ${finding.message}\n${text}`,
    );
  const again = fixCarrier(after);
  assert.equal(again.text, text);
  assert.deepEqual(again.fixed, []);
}

describe("a generated registries.yaml", () => {
  for (const [name, { form, quotes: own }] of Object.entries(forms))
    it(`is fixed in the settings, in their quotes: ${name}`, () => {
      for (const part of ["host", "endpoint", "pattern"] as const)
        for (const { rule, before, after } of faults[part])
          for (const quote of own) {
            const made = (text: string): Sample => {
              const { host, endpoint, pattern }: typeof right = { ...right, [part]: text };
              return form(host, endpoint, pattern, quote);
            };
            const sample = made(before);
            const linted = open(sample);
            const found = linted.findings.find(({ id }) => id === rule);
            assert.ok(found, `${rule}\n${sample.text}\n${linted.findings.map(({ id }) => id)}`);
            const [fix] = offeredCarrierFixes(linted, found);
            // The comments with the same words stay as they are.
            const [comments, settings] = [
              (one: string) => one.match(/# .*/g),
              (one: string) => one.replace(/# .*/g, ""),
            ];
            const fixed = applyEdits(sample.text, fix?.edits ?? []);
            assert.equal(settings(fixed), settings(made(after).text));
            assert.deepEqual(comments(fixed), comments(sample.text));
            checkFixes(sample);
          }
    });

  it("is fixed where a quote is part of a host", () => {
    for (const quote of quotes.slice(0, 2)) {
      const made = (host: string): string => cluster(host, right.endpoint, right.pattern, quote).text;
      const linted = open({ path: "cluster.yaml", text: made('quay.example.com"').replace(/ # .*/, "") });
      assert.equal(fixCarrier(linted).text, made("quay.example.com").replace(/ # .*/, ""));
      assert.deepEqual(
        linted.findings.map(({ id }) => id),
        ["quote-in-host"],
      );
    }
  });

  it("is fixed only where that is reported", () => {
    const text = cluster(right.host, right.endpoint, right.pattern, (one) => one).text.replace(
      "endpoint:",
      "endpoints:",
    );
    assert.deepEqual(
      open({ path: "cluster.yaml", text }).findings.filter(({ inner }) => inner !== undefined),
      [],
    );
    assert.equal(fixCarrier(open({ path: "cluster.yaml", text })).text, text);
  });

  it("is fixed where others of its faults can't be", () => {
    const sample = cluster("https://quay.example.com", "harbor.example.com", "^(.*$", (text) => text);
    const { text, fixed } = fixCarrier(open(sample));
    assert.deepEqual(fixed.map(({ id }) => id).sort(), ["endpoint-without-scheme", "registry-key-not-host"]);
    assert.ok(text.includes("        quay.example.com:") && text.includes("[ https://harbor.example.com ]"));
  });

  it("is fixed by rule", () => {
    const sample = cluster("https://quay.example.com", "harbor.example.com", right.pattern, (text) => text);
    const { text, fixed } = fixCarrier(open(sample), "endpoint-without-scheme");
    assert.deepEqual(
      fixed.map(({ id }) => id),
      ["endpoint-without-scheme"],
    );
    assert.ok(text.includes("        https://quay.example.com:"));
  });

  it("is not fixed where a value is shared", () => {
    const { text } = cluster(right.host, "harbor.example.com", right.pattern, (one) => one);
    const shared = `${text.replace("endpoint: [", "endpoint: &all [")}        ghcr.io: { endpoint: *all }\n`;
    const linted = open({ path: "cluster.yaml", text: shared });
    assert.ok(linted.findings.some(({ id }) => id === "endpoint-without-scheme"));
    assert.ok(linted.findings.every(({ fixes }) => fixes.length === 0));
    assert.equal(fixCarrier(linted).text, shared);
  });

  it("keeps the words of HCL words", () => {
    const text =
      'module "a" {\n  k3s_registries = yamlencode({\n    mirrors = { quay = { endpoints = ["https://a.example.com"] } }\n  })\n}\n';
    const linted = open({ path: "main.tf", text });
    assert.equal(fixCarrier(linted).text, text.replace("endpoints", "endpoint"));
    const [never] = linted.findings.filter(({ id }) => id === "mirror-never-matches");
    assert.deepEqual(never?.fixes, []);
  });

  for (const file of filesBelow("test/carriers/cases").filter((one) => !/\.(?:expected|fixed)$/.test(one)))
    if (openCarrier(file, readFileSync(join(root, file), "utf8")).regions.some(({ isGenerated }) => isGenerated))
      it(`is at rest after its fixes: ${file.replace("test/carriers/cases/", "")}`, () =>
        checkFixes({ path: file, text: readFileSync(join(root, file), "utf8") }));
});
