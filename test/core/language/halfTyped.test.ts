import assert from "node:assert/strict";
import { type Reading, readRegistry } from "../../../src/core/file/goDecode.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { type Completion, completions } from "../../../src/core/language/completion.ts";

const configs = "configs:\n  mirror.example.com:\n    tls:\n      ca_file: /a.pem\n";
const mirror = "mirrors:\n  quay.io:\n    endpoint:\n      - https://mirror.example.com\n";
const url = "https://mirror.example.com";

/** What is offered at the `|` of a text. */
function offered(marked: string): { readonly text: string; readonly items: readonly Completion[] } {
  const offset = marked.indexOf("|");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, items: completions(openRegistries(text), offset, { imageHosts: ["images.example.com"] }) };
}

/** The text once something is accepted, as VS Code writes it: lines after the first get the indentation of their line. */
function accepted(marked: string, label: string): string {
  const { text, items } = offered(marked);
  const item = items.find((one) => one.label === label);
  assert.ok(item, `${label} is not offered, but ${items.map((one) => one.label).join(", ")}`);
  const { span, snippet } = item;
  const before = text.slice(0, span.start);
  const indent = /(?:^|[\r\n\ufeff])([ \t]*)[^\r\n]*$/.exec(before)?.[1] ?? "";
  const written = snippet ? item.insertText.replace(/\$\{\d+:([^}]*)\}|\$\d/g, "$1") : item.insertText;
  return before + written.replace(/\r?\n/g, (end) => end + indent) + text.slice(span.end);
}

function read(text: string): Reading {
  return readRegistry(openRegistries(text).doc.document);
}

/** What is typed with the cursor as `|`, what is accepted, and the text after it. */
const states: Readonly<Record<string, readonly [marked: string, label: string, after: string]>> = {
  "an empty file": ["|", "mirrors", "mirrors:\n  "],
  "the first letter": ["m|", "mirrors", "mirrors:\n  "],
  "the first letter after a byte order mark": ["\ufeffm|", "mirrors", "\ufeffmirrors:\n  "],
  "a file with a comment": ["# registries\n|", "configs", "# registries\nconfigs:\n  "],
  "a file that begins with ---": ["---\n|", "mirrors", "---\nmirrors:\n  "],
  "a word with blank lines below": ["conf|\n\n", "configs", "configs:\n  \n\n"],
  "a whole section": [
    "|",
    "configs …",
    "configs:\n  registry.example.com:\n    auth:\n      username: user\n      password: ''",
  ],
  "a line after the sections": [`${mirror}|`, "configs", `${mirror}configs:\n  `],
  "the same with four blanks a step": [
    "mirrors:\n    quay.io:\n        endpoint: []\n|",
    "configs …",
    "mirrors:\n    quay.io:\n        endpoint: []\nconfigs:\n    registry.example.com:\n        auth:\n            username: user\n            password: ''",
  ],

  "right after mirrors:": ["mirrors:|", "docker.io", "mirrors:\n  docker.io:\n    "],
  "a blank after mirrors:": ["mirrors: |\n", "docker.io", "mirrors:\n  docker.io:\n    \n"],
  "a whole mirror after mirrors:": [
    "mirrors: |\n",
    "mirror …",
    "mirrors:\n  docker.io:\n    endpoint:\n      - https://registry.example.com\n",
  ],
  "a line below mirrors:": ["mirrors:\n  |", "docker.io", "mirrors:\n  docker.io:\n    "],
  "a line below mirrors: with four blanks": ["mirrors:\n    |", "docker.io", "mirrors:\n    docker.io:\n        "],
  "a line below mirrors: with a comment": [
    "mirrors: # all\n  # hub\n  |",
    "docker.io",
    "mirrors: # all\n  # hub\n  docker.io:\n    ",
  ],
  "a mirror before the credentials": [`mirrors:\n  |\n${configs}`, "quay.io", `mirrors:\n  quay.io:\n    \n${configs}`],
  "half a host": [`mirrors:\n  docker.i|\n${configs}`, "docker.io", `mirrors:\n  docker.io:\n    \n${configs}`],
  "half a host in quotes": ['mirrors:\n  "dock|"\n', "docker.io", 'mirrors:\n  "docker.io":\n    \n'],
  "half a host in quotes that are open": [
    `mirrors:\n  'dock|\n${configs}`,
    "docker.io",
    `mirrors:\n  'docker.io':\n    \n${configs}`,
  ],
  "a host in quotes with its colon": [
    'mirrors:\n  "dock|":\n    endpoint: []\n',
    "docker.io",
    'mirrors:\n  "docker.io":\n    endpoint: []\n',
  ],
  "another host in the place of one": [
    "mirrors:\n  qu|ay.io:\n    endpoint: []\n",
    "ghcr.io",
    "mirrors:\n  ghcr.io:\n    endpoint: []\n",
  ],
  "a host whose colon is gone": [
    "mirrors:\n  quay|\n    endpoint: []\n",
    "quay.io",
    "mirrors:\n  quay.io:\n    endpoint: []\n",
  ],
  "a host between others": [
    `${mirror}  |\n  ghcr.io:\n    endpoint: []\n`,
    "gcr.io",
    `${mirror}  gcr.io:\n    \n  ghcr.io:\n    endpoint: []\n`,
  ],
  "a host between blank lines": [
    `${mirror}\n  |\n\n  ghcr.io: {}\n`,
    "gcr.io",
    `${mirror}\n  gcr.io:\n    \n\n  ghcr.io: {}\n`,
  ],
  "a star": ["mirrors:\n  *|\n", "*", 'mirrors:\n  "*":\n    \n'],

  "a line below a host": ["mirrors:\n  quay.io:\n    |", "endpoint", "mirrors:\n  quay.io:\n    endpoint:\n      - "],
  "right after a host": ["configs:\n  quay.io:|\n", "auth", "configs:\n  quay.io:\n    auth:\n      \n"],
  "half a key below a host": [
    "mirrors:\n  quay.io:\n    end|\n",
    "endpoint",
    "mirrors:\n  quay.io:\n    endpoint:\n      - \n",
  ],
  "a line after the list": [`${mirror}    |`, "rewrite", `${mirror}    rewrite:\n      `],
  "a line below an anchor": [
    "configs:\n  quay.io: &a\n    |\n",
    "auth",
    "configs:\n  quay.io: &a\n    auth:\n      \n",
  ],
  "a line below the star": ['mirrors:\n  "*":\n    |\n', "endpoint", 'mirrors:\n  "*":\n    endpoint:\n      - \n'],
  CRLF: ["mirrors:\r\n  quay.io:\r\n    |\r\n", "endpoint", "mirrors:\r\n  quay.io:\r\n    endpoint:\r\n      - \r\n"],
  "a credential of a host": [
    "configs:\n  quay.io:\n    |\n",
    "auth …",
    "configs:\n  quay.io:\n    auth:\n      username: user\n      password: ''\n",
  ],
  "right after auth:": [
    "configs:\n  quay.io:\n    auth:|\n",
    "username",
    "configs:\n  quay.io:\n    auth:\n      username: \n",
  ],
  "a key after auth": [
    "configs:\n  quay.io:\n    auth:\n      username: a\n    |\n",
    "tls",
    "configs:\n  quay.io:\n    auth:\n      username: a\n    tls:\n      \n",
  ],

  "right after endpoint:": [
    `mirrors:\n  quay.io:\n    endpoint:|\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint: ["${url}"]\n${configs}`,
  ],
  "the line below endpoint:": [
    `mirrors:\n  quay.io:\n    endpoint:\n      |\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n      - ${url}\n${configs}`,
  ],
  "after a dash": [
    `mirrors:\n  quay.io:\n    endpoint:\n    - |\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n    - ${url}\n${configs}`,
  ],
  "after a scheme": [
    `mirrors:\n  quay.io:\n    endpoint:\n    - https://|\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n    - ${url}\n${configs}`,
  ],
  "after a quote that is open": [
    `mirrors:\n  quay.io:\n    endpoint:\n    - "|\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n    - "${url}"\n${configs}`,
  ],
  "between quotes": [
    `mirrors:\n  quay.io:\n    endpoint:\n    - 'https://mi|'\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n    - '${url}'\n${configs}`,
  ],
  "the second of a list": [
    `mirrors:\n  quay.io:\n    endpoint:\n    - https://a.example.com\n    - |\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n    - https://a.example.com\n    - ${url}\n${configs}`,
  ],
  "the middle of a list": [
    `mirrors:\n  quay.io:\n    endpoint:\n      - https://a.example.com\n      - |\n      - https://b.example.com\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n      - https://a.example.com\n      - ${url}\n      - https://b.example.com\n${configs}`,
  ],
  "a list whose third dash is missing": [
    `mirrors:\n  quay.io:\n    endpoint:\n      - https://a.example.com\n      - https://b.example.com\n      |\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint:\n      - https://a.example.com\n      - https://b.example.com\n      - ${url}\n${configs}`,
  ],
  "between brackets": [
    `mirrors:\n  quay.io:\n    endpoint: [|]\n${configs}`,
    url,
    `mirrors:\n  quay.io:\n    endpoint: [${url}]\n${configs}`,
  ],
  "after a comma": [
    `mirrors: {quay.io: {endpoint: ["https://a.example.com",|]}}\n${configs}`,
    url,
    `mirrors: {quay.io: {endpoint: ["https://a.example.com",${url}]}}\n${configs}`,
  ],

  "between braces": ["mirrors: {|}\n", "quay.io", "mirrors: {quay.io: }\n"],
  "between braces of a host": ["mirrors: {quay.io: {|}}\n", "endpoint", "mirrors: {quay.io: {endpoint: }}\n"],
  "between braces on several lines": [
    "configs: {\n  quay.io: {\n    |\n  }\n}\n",
    "auth",
    "configs: {\n  quay.io: {\n    auth: \n  }\n}\n",
  ],

  "the host that an endpoint needs": [
    `${mirror}configs:\n  mir|\n`,
    "mirror.example.com",
    `${mirror}configs:\n  mirror.example.com:\n    \n`,
  ],
  "the same with a whole entry": [
    `${mirror}configs:\n  |\n`,
    "config …",
    `${mirror}configs:\n  registry.example.com:\n    auth:\n      username: user\n      password: ''\n`,
  ],
  "a value": [
    "configs:\n  a.example.com:\n    tls:\n      insecure_skip_verify:|\n",
    "true",
    "configs:\n  a.example.com:\n    tls:\n      insecure_skip_verify: true\n",
  ],
  "half a username": [
    "configs:\n  gcr.io:\n    auth:\n      username: _js|\n",
    "_json_key",
    "configs:\n  gcr.io:\n    auth:\n      username: _json_key\n",
  ],
};

describe("completion in half-typed files", () => {
  for (const [name, [marked, label, after]] of Object.entries(states))
    it(`${name}: ${label} is offered and makes YAML that k3s reads`, () => {
      const made = accepted(marked, label);
      assert.equal(made, after);
      assert.ok(read(made).ok, JSON.stringify(made));
    });

  it("offers nothing where it would break or change what is there", () => {
    for (const marked of [
      "mirrors:\n|\n  quay.io:\n    endpoint: []\n",
      "mirrors:\n  quay.io:\n  |\n    endpoint: []\n",
      "mirrors:\n  quay.io:\n    endpoint: |\n      - https://a.example.com\n",
      "mirrors:\n  quay.io:\n    endpoint: |\n    - https://a.example.com\n",
      "mirrors: |\n  quay.io: {}\n",
      "mirrors: {}\n---\n|",
      `${mirror}   |`,
      "mirrors:\n  - |",
      "mirrors\n  |",
      "mirrors:\n  # |",
      "configs:\n  quay.io:\n    auth:\n      username: a |\n",
      "configs:\n  quay.io:\n    auth:\n      password: |",
      `${mirror}|\n${configs}`,
    ])
      assert.deepEqual(
        offered(marked).items.map(({ label }) => label),
        [],
        JSON.stringify(marked),
      );
  });
});
