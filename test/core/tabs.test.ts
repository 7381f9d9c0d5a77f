import assert from "node:assert/strict";
import { fixing, hasSafeFix, offeredFixes } from "../../src/core/lint/fixing.ts";
import { checkText } from "../fuzz/check.ts";

/** Files with a fault that is fixed where blanks indent them. */
const faults: Readonly<Record<string, string>> = {
  "a string as endpoint": "mirrors:\n  docker.io:\n    endpoint: https://mirror.example.com\n",
  "a string without a scheme as endpoint": "mirrors:\n  docker.io:\n    endpoint: mirror.example.com\n",
  "an endpoint in quotes": 'mirrors:\n  docker.io:\n    endpoint: "mirror.example.com"\n',
  "endpoints in one string": "mirrors:\n  docker.io:\n    endpoint: https://a.example.com, https://b.example.com\n",
  endpoints: "mirrors:\n  docker.io:\n    endpoints:\n      - https://mirror.example.com\n",
  "a string as endpoints": "mirrors:\n  docker.io:\n    endpoints: mirror.example.com\n",
  "an endpoint without a scheme": "mirrors:\n  docker.io:\n    endpoint:\n      - mirror.example.com\n",
  "no blank after a hyphen": "mirrors:\n  docker.io:\n    endpoint:\n      -mirror.example.com\n",
  "no endpoint key": "mirrors:\n  docker.io: https://mirror.example.com\n",
  "a list for a mirror": "mirrors:\n  docker.io:\n    - https://mirror.example.com\n",
  "a list of mirrors": "mirrors:\n  - docker.io:\n      endpoint: mirror.example.com\n",
  "a map in braces": "mirrors:\n  docker.io: {endpoint: mirror.example.com}\n",
  "a key with a star": "mirrors:\n  *:\n    endpoint: mirror.example.com\n",
  "a repeated section":
    "mirrors:\n  docker.io:\n    endpoint: [https://a.example.com]\nmirrors:\n  quay.io:\n    endpoint: b.example.com\n",
  "a repeated endpoint": "mirrors:\n  docker.io:\n    endpoint:\n      - https://a.io\n      - https://a.io\n",
  "a wrapper": "registries:\n  mirrors:\n    docker.io:\n      endpoint: mirror.example.com\n",
  "a credential below the host": "configs:\n  r.example.com:\n    username: u\n    password: x1\n",
  "auths, and an endpoint":
    "auths:\n  r.example.com:\n    username: u\n    password: x1\nmirrors:\n  docker.io:\n    endpoint: r.example.com\n",
  "no quotes around a credential":
    "configs:\n  r.example.com:\n    auth:\n      username: yes\n      password: 0123\nmirrors:\n  docker.io:\n    endpoint: r.example.com\n",
  "a string for a bool": 'configs:\n  r.example.com:\n    tls:\n      insecure_skip_verify: "yes"\n',
  "a URL for a path": "configs:\n  r.example.com:\n    tls:\n      ca_file: file:///c.pem\n",
  "some of them":
    'mirrors:\n  docker.io:\n    endpoint: a.example.com\n  quay.io: https://b.example.com\nconfigs:\n  a.example.com:\n    username: u\n    password: x1\n    tls:\n      insecure_skip_verify: "yes"\n',
};

/** Those of which k3s reads nothing that says how wide a tab is, where only some lines have one. */
const hidden: Readonly<Record<string, readonly string[]>> = {
  "a list of mirrors": ["for four blanks each", "for one level"],
  "a wrapper": ["for four blanks each", "for one level"],
};

/** Ways to write tabs for the indentation. */
const ways: Readonly<Record<string, (text: string) => string>> = {
  "for all": (text) => text.replace(/^(?: {2})+/gm, ({ length }) => "\t".repeat(length / 2)),
  "behind the first blanks": (text) => text.replace(/^ {4,}/gm, ({ length }) => `  ${"\t".repeat(length / 2 - 1)}`),
  "for four blanks each": (text) => text.replace(/^(?: {4})+/gm, ({ length }) => "\t".repeat(length / 4)),
  "for one level": (text) => text.replace(/^ {2}(?! )/gm, "\t"),
};

const ends: Readonly<Record<string, (text: string) => string>> = {
  LF: (text) => text,
  CRLF: (text) => text.replaceAll("\n", "\r\n"),
  "no last line break": (text) => text.slice(0, -1),
  "a comment": (text) => `# mirrors\n${text}# end\n`,
};

describe("a run of all fixes replaces tabs and corrects what they hid", () => {
  for (const [name, blanks] of Object.entries(faults))
    for (const [way, tabbed] of Object.entries(ways))
      if (tabbed(blanks) !== blanks && !hidden[name]?.includes(way))
        it(`${name}, tabs ${way}`, () => {
          for (const end of Object.values(ends)) {
            const text = end(tabbed(blanks));
            const run = fixing(text);
            assert.equal(run.text, fixing(end(blanks)).text);
            assert.ok(run.result.file.reading.ok);
            assert.deepEqual(
              run.linted.findings.filter((finding) => offeredFixes(run.linted, finding).length > 0),
              run.fixed,
            );
            checkText(text);
          }
        });

  it("leaves tabs in braces", () => {
    const of = (indent: string, endpoint: string): string =>
      `mirrors:\n${indent}docker.io: {\n\t\tendpoint: ${endpoint}\n\t}\n`;
    assert.equal(fixing(of("\t", '"mirror.example.com"')).text, of("  ", '["https://mirror.example.com"]'));
  });

  it("leaves a fault that has no fix", () => {
    const text = "configs:\n\tr.example.com:\n\t\tauth:\n\t\t\tpassword:\n\t\t\t\tx1: y\n";
    assert.equal(fixing(text).text, text.replaceAll("\t", "  "));
    checkText(text);
  });

  for (const text of [
    "registries:\n  mirrors:\n\tdocker.io:\n\t  endpoint: mirror.example.com\n",
    "registries:\n\tmirrors:\n    docker.io:\n      endpoint: mirror.example.com\n",
    "mirrors:\n  - docker.io:\n\t  endpoint: mirror.example.com\n",
  ])
    it(`announces nothing where widths of a tab make other maps that k3s reads as little of: ${JSON.stringify(text)}`, () => {
      const run = fixing(text);
      assert.equal(run.text, text);
      assert.ok(!run.linted.findings.some(hasSafeFix));
    });
});
