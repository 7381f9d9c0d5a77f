import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { references } from "../../../src/core/language/references.ts";
import { cursorIn, withSpans } from "./cursor.ts";

function marked(file: string): string {
  const { text, offset } = cursorIn(file);
  return withSpans(text, references(openRegistries(text), offset));
}

describe("find references", () => {
  it("finds a host in keys and endpoints, on any port, in any quotes, and nowhere else", () => {
    assert.equal(
      marked(`# a.example.com
mirrors:
  a.example.com:
    endpoint:
      - https://a.exam¦ple.com:5000/v2/a.example.com
      - "http://user:a.example.com@a.example.com"
      - b.a.example.com
      - A.example.com
    rewrite:
      "^a.example.com": a.example.com
configs:
  'a.example.com:5000':
    auth: {username: a.example.com}
    tls: {ca_file: /etc/a.example.com/ca.crt}
auths:
  https://a.example.com/v1/: {}
`),
      `# a.example.com
mirrors:
  ‹a.example.com›:
    endpoint:
      - https://‹a.example.com›:5000/v2/a.example.com
      - "http://user:a.example.com@‹a.example.com›"
      - b.a.example.com
      - A.example.com
    rewrite:
      "^a.example.com": a.example.com
configs:
  '‹a.example.com›:5000':
    auth: {username: a.example.com}
    tls: {ca_file: /etc/a.example.com/ca.crt}
auths:
  https://‹a.example.com›/v1/: {}
`,
    );
  });

  it("takes docker.io and registry-1.docker.io for one host, as k3s does, and no other name of Docker Hub", () => {
    assert.equal(
      marked("mirrors: {¦docker.io: {endpoint: [index.docker.io]}}\nconfigs: {registry-1.docker.io: {}}\n"),
      "mirrors: {‹docker.io›: {endpoint: [index.docker.io]}}\nconfigs: {‹registry-1.docker.io›: {}}\n",
    );
  });

  it("finds every written place once: repeated keys, shared lists, merged maps, misspelt keys", () => {
    assert.equal(
      marked(`x: &hosts
  a.example.com: {}
mirrors:
  q.io: {endpoints: &list [https://a.example.com]}
  r.io: {endpoint: *list}
  a.example.com:
  a.example.com:
configs:
  <<: *hosts
  ¦"a.example.com": {}
config: {a.example.com: {}}
`),
      `x: &hosts
  ‹a.example.com›: {}
mirrors:
  q.io: {endpoints: &list [https://‹a.example.com›]}
  r.io: {endpoint: *list}
  ‹a.example.com›:
  ‹a.example.com›:
configs:
  <<: *hosts
  "‹a.example.com›": {}
config: {‹a.example.com›: {}}
`,
    );
  });

  it("finds the aliases of an anchor", () => {
    const file = (anchor: string, alias: string): string =>
      `x: ${anchor} {auth: {username: u}}\nconfigs:\n  a.example.com: ${alias}\n  b.example.com: {<<: *auth}\n`;
    const found =
      "x: ‹&auth› {auth: {username: u}}\nconfigs:\n  a.example.com: ‹*auth›\n  b.example.com: {<<: ‹*auth›}\n";
    assert.equal(marked(file("&au¦th", "*auth")), found);
    assert.equal(marked(file("&auth", "*au¦th")), found);
  });

  it("leaves templates in a host's place alone, and finds hosts beside them", () => {
    assert.equal(
      marked(
        "mirrors:\n  q.io:\n    endpoint: [ {{ x }}, \"https://{{ y }}.example.com\", 'https://a.example.com/{{ z }}']\n  ¦a.example.com:\n",
      ),
      "mirrors:\n  q.io:\n    endpoint: [ {{ x }}, \"https://{{ y }}.example.com\", 'https://‹a.example.com›/{{ z }}']\n  ‹a.example.com›:\n",
    );
  });

  it("marks the keys of configs as what gives the settings", () => {
    const { text, offset } = cursorIn("mirrors: {¦a.example.com: }\nconfigs: {a.example.com: {}}\n");
    assert.deepEqual(
      references(openRegistries(text), offset).map(({ gives }) => gives),
      [false, true],
    );
  });

  it("finds nothing where no host stands", () => {
    const canary = cursorIn("configs:\n  a.example.com: {auth: {password: can¦ary}}\n");
    assert.deepEqual(references(openRegistries(canary.text), canary.offset), []);
    for (const [text, offset] of [
      ["", 0],
      ["mirrors:\n", 3],
      ["configs: {a: }", 99],
      ["configs: {a: }", -1],
    ] as const)
      assert.deepEqual(references(openRegistries(text), offset), []);
  });
});
