import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { hostProblem } from "../../../src/core/hosts/registryHost.ts";
import { writtenHost } from "../../../src/core/hosts/writtenHost.ts";
import { renameEdits, renameTarget } from "../../../src/core/language/rename.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import { filesBelow, readText } from "../../project/files.ts";
import { cursorIn } from "./cursor.ts";

/** The file after the rename, or why there is none. */
function renamed(marked: string, name: string): string {
  const { text, offset } = cursorIn(marked);
  return after(text, offset, name);
}

function after(text: string, offset: number, name: string): string {
  const result = renameEdits(openRegistries(text), offset, name);
  return "problem" in result ? `! ${result.problem}` : applyEdits(text, result.edits);
}

const file = `# a.example.com
mirrors:
  a.example.com: # a.example.com
    endpoint:
      - https://a.exam¦ple.com:5000/v2/a.example.com
      - "http://user:a.example.com@a.example.com"
      - b.a.example.com
    rewrite:
      "^a.example.com": a.example.com
configs:
  'a.example.com:5000':
    auth: {username: a.example.com}
    tls: {ca_file: /etc/a.example.com/ca.crt}
auths:
  https://a.example.com/v1/: {}
`;

describe("rename of a host", () => {
  it("changes keys and endpoints; schemes, ports, users, paths, quotes and all else stay", () => {
    assert.equal(
      renamed(file, "new.example.org"),
      `# a.example.com
mirrors:
  new.example.org: # a.example.com
    endpoint:
      - https://new.example.org:5000/v2/a.example.com
      - "http://user:a.example.com@new.example.org"
      - b.a.example.com
    rewrite:
      "^a.example.com": a.example.com
configs:
  'new.example.org:5000':
    auth: {username: a.example.com}
    tls: {ca_file: /etc/a.example.com/ca.crt}
auths:
  https://new.example.org/v1/: {}
`,
    );
  });

  it("is about the name alone, from anywhere in the key or endpoint", () => {
    const text = 'mirrors:\n  q.io:\n    endpoint: ["https://user@a.example.com:5000/v2"]\n';
    const start = text.indexOf("a.example.com");
    for (const word of ["https", "user", "a.example", ":5000", "v2", '"]'])
      assert.deepEqual(
        renameTarget(openRegistries(text), text.indexOf(word)),
        { ok: true, start, end: start + "a.example.com".length, name: "a.example.com" },
        word,
      );
  });

  it("starts at any of the places, and gives the same file", () => {
    const { text } = cursorIn(file);
    const wanted = renamed(file, "new.example.org");
    for (const { span } of openRegistries(text).hostPlaces)
      if (span && text.slice(span.start, span.end) === "a.example.com")
        assert.equal(after(text, span.end, "new.example.org"), wanted);
  });

  it("gives a typed port to the place and to those with the same port; others keep theirs", () => {
    const places = (a: string, b: string, c: string): string =>
      `mirrors: {${a}: {endpoint: [https://${b}/v2, 'http://${c}']}}\nconfigs: {"${b}": {}, ${c}: {}}\n`;
    const [none, first, second] = ["a.example.com", "a.example.com:5000", "a.example.com:80"];
    assert.equal(
      renamed(places(none, `¦${first}`, second).replace('"¦', '"'), "b.example.com:6000"),
      places("b.example.com", "b.example.com:6000", "b.example.com:80"),
    );
    assert.equal(
      renamed(places(`¦${none}`, first, second), " b.example.com:443 "),
      places("b.example.com:443", "b.example.com:5000", "b.example.com:80"),
    );
    assert.match(
      renamed("configs: {¦a.example.com: {}, a.example.com:80: {}}", "b.example.com:80"),
      /^! Line 1 already has an entry of that name/,
    );
  });

  it("compares names letter by letter, and Docker Hub's names are each their own", () => {
    const hub = (name: string): string =>
      `mirrors:\n  ${name}:\n    endpoint: [https://registry-1.docker.io, https://index.docker.io]\nconfigs:\n  registry-1.docker.io: {}\n`;
    assert.equal(renamed(hub("¦docker.io"), "quay.io"), hub("quay.io"));
    assert.equal(
      renamed("configs: {¦Reg.example.com: {}, reg.example.com:80: {}}", "b.example.com"),
      "configs: {b.example.com: {}, reg.example.com:80: {}}",
    );
  });

  it("puts quotes where an address needs them", () => {
    assert.equal(
      renamed(
        "mirrors:\n  ¦a.example.com:5000:\n    endpoint: [https://a.example.com, 'a.example.com']\n",
        "[fd00::1]",
      ),
      'mirrors:\n  "[fd00::1]:5000":\n    endpoint: ["https://[fd00::1]", \'[fd00::1]\']\n',
    );
    assert.equal(
      renamed("mirrors:\n  q.io:\n    endpoint:\n      - https://a.exam¦ple.com/{{ x }}\n", "[fd00::1]"),
      'mirrors:\n  q.io:\n    endpoint:\n      - "https://[fd00::1]/{{ x }}"\n',
    );
    assert.equal(renamed("configs:\n  ¦a.example.com: {}\n", "1.5"), 'configs:\n  "1.5": {}\n');
    assert.equal(renamed("configs:\n  ¦a.example.com: {}\n", "10.0.0.1:5000"), "configs:\n  10.0.0.1:5000: {}\n");
    assert.equal(
      renamed('configs:\n  "¦[fd00::1]:5000": {}\n', "b.example.com"),
      'configs:\n  "b.example.com:5000": {}\n',
    );
  });

  it("changes the text of an anchor once, for all that refers to it", () => {
    assert.equal(
      renamed(
        "x: &both\n  a.example.com: {}\nmirrors: {q.io: {endpoint: &l [&e https://a.exam¦ple.com]}, r.io: {endpoint: *l}, s.io: {endpoint: [*e]}, <<: *both}\nconfigs: *both\n",
        "b.example.com",
      ),
      "x: &both\n  b.example.com: {}\nmirrors: {q.io: {endpoint: &l [&e https://b.example.com]}, r.io: {endpoint: *l}, s.io: {endpoint: [*e]}, <<: *both}\nconfigs: *both\n",
    );
    assert.equal(
      renamed("configs:\n  &h a.exam¦ple.com: {}\nmirrors:\n  *h :\n", "b.example.com"),
      "configs:\n  &h b.example.com: {}\nmirrors:\n  *h :\n",
    );
  });

  it("changes repeated keys, flow style, explicit keys, CRLF and a byte-order mark", () => {
    assert.equal(
      renamed(
        '\ufeff{"mirrors": {"a.exam¦ple.com": {}, "a.example.com": null},\r\n"configs": {? a.example.com : {}}}\r\n',
        "b.example.com",
      ),
      '\ufeff{"mirrors": {"b.example.com": {}, "b.example.com": null},\r\n"configs": {? b.example.com : {}}}\r\n',
    );
  });

  it("finds a host beside escapes and line breaks, and asks for another writing where they are in it", () => {
    assert.equal(
      renamed('mirrors: {q.io: {endpoint: ["https:\\x2f/a.exam¦ple.com/\\x76\\x32"]}}\n', "b.example.com"),
      'mirrors: {q.io: {endpoint: ["https:\\x2f/b.example.com/\\x76\\x32"]}}\n',
    );
    assert.equal(
      renamed("mirrors:\n  q.io:\n    endpoint:\n      - |-\n        https://a.exam¦ple.com\n", "b.example.com"),
      "mirrors:\n  q.io:\n    endpoint:\n      - |-\n        https://b.example.com\n",
    );
    const other = 'mirrors:\n  ¦a.example.com:\n    endpoint: ["https://\\x61.example.com"]\n';
    assert.match(renamed(other, "b.example.com"), /^! Line 3 contains the host with escapes/);
    assert.match(
      renamed('mirrors: {q.io: {endpoint: ["https://a.exam¦ple.com/\\\n  a.example.com"]}}\n', "b.example.com"),
      /^! Line 1 contains the host with escapes or line breaks/,
    );
  });

  it("works beside templates, and in a file whose password breaks the YAML", () => {
    assert.equal(
      renamed(
        "mirrors:\n  ¦a.example.com:\n    endpoint: [ {{ x }}, 'https://a.example.com/{{ y }}']\n",
        "b.example.com",
      ),
      "mirrors:\n  b.example.com:\n    endpoint: [ {{ x }}, 'https://b.example.com/{{ y }}']\n",
    );
    assert.equal(
      renamed('configs:\n  ¦a.example.com:\n    auth:\n      password: "x"y"\n', "b.example.com"),
      'configs:\n  b.example.com:\n    auth:\n      password: "x"y"\n',
    );
  });

  it("takes a name without a dot for an endpoint, and not for a mirror's key", () => {
    const text = "mirrors:\n  q.io:\n    endpoint: [http://a.exam¦ple.com:5000]\nconfigs:\n  a.example.com:5000: {}\n";
    assert.match(renamed(text, "registry"), /http:\/\/registry:5000[\s\S]*\n {2}registry:5000:/);
    assert.match(renamed("mirrors: {¦a.example.com: }\n", "registry"), /^! A registry host needs a dot or a port/);
    assert.equal(renamed("mirrors: {¦a.example.com:5000: }\n", "registry"), "mirrors: {registry:5000: }\n");
  });

  it("refuses what is no host, in one sentence", () => {
    for (const [name, problem] of [
      ["", /^! Enter a registry host/],
      ["a b", /^! A registry host can't contain spaces/],
      ["https://b.example.com", /^! Remove the scheme/],
      ["b.example.com/v2", /^! Remove the path/],
      ["*", /^! Enter the full name of one host/],
      ["*.example.com", /^! Enter the full name of one host/],
      ["B.example.com", /^! Write the host in lower case/],
      ["fd00::1", /^! Put an IPv6 address in brackets/],
      ["[::::]", /^! The brackets must contain an IPv6 address/],
      ["b.example.com:99999", /^! The port must be a number/],
      ["b_c.example.com", /^! A host name can contain only letters/],
    ] as const)
      assert.match(renamed("configs:\n  a.exam¦ple.com: {}\n", name), problem);
  });

  it("refuses a name that the section or the list has already, and says where", () => {
    const key = /^! Line 4 already has an entry of that name\. Merge the two entries first/;
    assert.match(renamed("configs:\n  a.exam¦ple.com: {}\n\n  b.example.com: {}\n", "b.example.com"), key);
    assert.match(renamed("b: &b {}\nconfigs:\n  a.exam¦ple.com: {}\n  b.example.com: *b\n", "b.example.com"), key);
    assert.match(
      renamed(
        "mirrors:\n  q.io:\n    endpoint:\n      - b.example.com/v2\n      - https://a.exam¦ple.com\n",
        "b.example.com",
      ),
      /^! The endpoint in line 4 would then be in its list twice/,
    );
    assert.match(
      renamed("mirrors: {q.io: {endpoint: [registry-1.docker.io, a.exam¦ple.com]}}\n", "docker.io"),
      /^! The endpoint in line 1/,
    );
    assert.doesNotMatch(
      renamed(
        "mirrors: {b.example.com: {endpoint: [a.exam¦ple.com]}}\nconfigs: {a.example.com: {}}\n",
        "b.example.com",
      ),
      /^!/,
    );
    assert.equal(renamed("configs: {a.exam¦ple.com: {}}\n", "a.example.com"), "configs: {a.example.com: {}}\n");
  });

  it("refuses where more than a host would change", () => {
    const more = /^! The rename would change more than this host/;
    assert.match(renamed("configs:\n  &h a.exam¦ple.com: {auth: {username: *h}}\n", "b.example.com"), more);
    assert.match(
      renamed(
        "configs:\n  &h a.exam¦ple.com: {auth: {username: *h}}\n  x.io: {auth: {password: {}}}\n",
        "b.example.com",
      ),
      more,
    );
    // A key of the format in a registry's place is none, so the host would be lost.
    assert.match(renamed("configs: {¦a.example.com: {}}\n", "auth"), more);
  });

  it("refuses where it would have to guess", () => {
    assert.match(renamed("¦mirrors: {}\n", "b.example.com"), /^! Put the cursor on a host/);
    assert.match(renamed('mirrors:\n  "¦*": {}\n', "b.example.com"), /^! The key "\*" means all other registries/);
    assert.match(
      renamed("mirrors:\n  ¦a.example.com:\n    endpoint: []\n   x: \n", "b.example.com"),
      /^! k3s can't read this file, so the rename could miss a place/,
    );
    assert.match(renamed("mirrors:\n  ¦{{ host }}:\n", "b.example.com"), /^! Put the cursor on a host/);
  });

  it("there and back again gives the same bytes, and k3s reads the other host in between, in every rule's example", () => {
    let count = 0;
    for (const name of filesBelow("test/rules").filter((path) => /\.ya?ml$/.test(path))) {
      const text = readText(name);
      const file = openRegistries(text);
      const hosts = new Map(file.hostPlaces.map((place) => [place.name, place.span?.start ?? place.node.start]));
      for (const [host, offset] of hosts) {
        const result = renameEdits(file, offset, "renamed.example.org");
        if ("problem" in result) continue;
        count++;
        const changed = applyEdits(text, result.edits);
        const between = openRegistries(changed);
        const place = between.hostPlaces.find((other) => other.name === "renamed.example.org");
        assert.ok(place?.span, name);
        if (!/[[\]]/.test(host) && hostProblem(`${host}:1`) === undefined) {
          const back = renameEdits(between, place.span.start, host);
          assert.ok(
            "edits" in back || /needs a dot|would then be in its list twice/.test(back.problem),
            `${name} ${host}`,
          );
          if ("edits" in back) assert.equal(applyEdits(changed, back.edits), text, `${name} ${host}`);
        }
        const [before, now] = [file.reading, between.reading];
        assert.equal(now.ok, before.ok, `${name} ${host}`);
        if (!before.ok || !now.ok) continue;
        const other = (text: string): string => {
          const found = writtenHost(text);
          if (found?.name !== host) return text;
          return `${text.slice(0, found.start)}renamed.example.org${text.slice(found.end)}`;
        };
        const keys = <T>(map: Readonly<Record<string, T>>): [string, T][] =>
          Object.entries(map).map(([key, value]) => [/^(?:auth|tls|endpoint)$/.test(key) ? key : other(key), value]);
        const { mirrors, configs, auths } = before.registry;
        assert.equal(
          JSON.stringify([now.registry.mirrors, now.registry.configs, now.registry.auths].map(Object.entries)),
          JSON.stringify([
            keys(mirrors).map(([key, mirror]) => [key, { ...mirror, endpoint: mirror.endpoint.map(other) }]),
            keys(configs),
            keys(auths),
          ]),
          `${name} ${host}`,
        );
      }
    }
    assert.ok(count > 300, String(count));
  }).timeout(180_000);
});
