import { oneLineJson } from "../../src/core/json/tokens.ts";
import { fakeKey, fakeKeyFile } from "../core/fakeKey.ts";

/** What reads a shape: all that takes a registries.yaml, a file that carries one, a credential file, a manifest, or the error of a pull. */
export type ShapeKind = "file" | "carrier" | "credential" | "manifest" | "error";

/** A text that can be made as long as one likes. */
export interface Shape {
  readonly name: string;
  readonly kind: ShapeKind;
  /** @returns a text of about so many UTF-16 units */
  text(length: number): string;
}

/** A part that is repeated, told its number, until the text is long enough. */
function repeated(length: number, part: (index: number) => string): string {
  const parts: string[] = [];
  for (let size = 0, index = 0; size < length; index++) {
    const next = part(index);
    parts.push(next);
    size += next.length;
  }
  return parts.join("");
}

type Part = string | ((index: number) => string);

function shape(kind: ShapeKind, name: string, before: string, part: Part, after = ""): Shape {
  return {
    name,
    kind,
    text: (length) =>
      before +
      (typeof part === "string" ? part.repeat(Math.ceil(length / part.length)) : repeated(length, part)) +
      after,
  };
}

const file = (name: string, before: string, part: Part, after = ""): Shape => shape("file", name, before, part, after);
/** A password in single or double quotes, or in the style that `open` starts. */
const password = (name: string, open: string, part: Part, close: string): Shape =>
  file(
    name,
    `configs:\n  reg.example.com:\n    auth:\n      username: _json_key\n      password: ${open}`,
    part,
    `${close}\n`,
  );
const endpoint = (name: string, open: string, part: Part, close: string): Shape =>
  file(name, `mirrors:\n  docker.io:\n    endpoint:\n      - ${open}`, part, `${close}\n`);
const rewrite = (name: string, open: string, part: Part, close: string): Shape =>
  file(
    name,
    `mirrors:\n  docker.io:\n    endpoint: ["https://m.example.com"]\n    rewrite:\n      ${open}`,
    part,
    `${close}\n`,
  );

/** An endpoint in the here-document of a script. */
const heredoc = (name: string, part: Part): Shape =>
  shape(
    "carrier",
    name,
    '#!/bin/sh\ncat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors:\n  docker.io:\n    endpoint: ["',
    part,
    '"]\nEOF\n',
  );

const host = (index: number): string => `reg-${index}.example.com`;
const json = oneLineJson(fakeKeyFile()) ?? "";
const [keyHead = "", keyTail = ""] = JSON.stringify(fakeKey({ private_key: "PART" })).split("PART");

/** Each grew, or could grow, faster than the text somewhere. A new rule, reader or expression gets its worst text here. */
export const shapes: readonly Shape[] = [
  // Whole files.
  file("mirrors", "mirrors:\n", (i) => `  ${host(i)}:\n    endpoint: ["https://m${i}.example.com"]\n`),
  file(
    "mirrors in flow style",
    "mirrors: {",
    (i) => `"${host(i)}": {endpoint: ["https://m${i}.example.com"]}, `,
    "}\n",
  ),
  file(
    "mirrors with CRLF",
    "mirrors:\r\n",
    (i) => `  ${host(i)}:\r\n    endpoint:\r\n      - https://m${i}.example.com\r\n`,
  ),
  file("configs", "configs:\n", (i) => `  ${host(i)}:\n    auth: {username: u${i}, password: p${i}}\n`),
  file(
    "keys as passwords",
    "configs:\n",
    (i) => `  ${host(i)}:\n    auth:\n      username: _json_key\n      password: '${json}'\n`,
  ),
  file(
    "pasted keys without quotes",
    "configs:\n",
    (i) => `  ${host(i)}:\n    auth:\n      username: _json_key\n      password: ${json}\n`,
  ),
  file(
    "TLS without https",
    "configs:\n",
    (i) => `  ${host(i)}:\n    tls: {ca_file: ca.pem, insecure_skip_verify: "true"}\n`,
  ),
  // Keys twice, misplaced, misspelt.
  file("repeated sections", "", (i) => `mirrors:\n  ${host(i)}:\n    endpoint: ["https://m.example.com"]\n`),
  file(
    "repeated sections with CRLF",
    "",
    (i) => `mirrors:\r\n  ${host(i)}:\r\n    endpoint: ["https://m.example.com"]\r\n`,
  ),
  file("a repeated registry", "mirrors:\n", '  docker.io:\n    endpoint: ["https://m.example.com"]\n'),
  file("repeated auth", "configs:\n  reg.example.com:\n", "    auth:\n      username: u\n"),
  file("a repeated field", "configs:\n  reg.example.com:\n    auth:\n", "      password: secret\n"),
  file("misplaced mirrors at the root", "", (i) => `${host(i)}:\n  endpoint: ["https://m.example.com"]\n`),
  file("misplaced configs at the root", "", (i) => `${host(i)}:\n  auth:\n    username: u\n    password: p\n`),
  file("fields at the root", "", "endpoint:\n"),
  file("credentials right under hosts", "configs:\n", (i) => `  ${host(i)}:\n    username: u\n    password: p\n`),
  file(
    "credentials in mirrors",
    "mirrors:\n",
    (i) => `  ${host(i)}:\n    endpoint: ["https://${host(i)}"]\n    auth: {username: u, password: p}\n`,
  ),
  file(
    "mirrors in mirrors, again and again",
    "mirrors:\n",
    (i) => `  mirrors:\n    ${host(i)}:\n      endpoint: ["https://m${i}.example.com"]\n`,
  ),
  file("fields among registries", "mirrors:\n", '  endpoint:\n    - "https://m.example.com"\n'),
  file("misspelt keys", "mirrors:\n", (i) => `  ${host(i)}:\n    endpoints:\n      - "https://m${i}.example.com"\n`),
  file(
    "misspelt keys in flow style",
    "mirrors: {",
    (i) => `"${host(i)}": {endpoints: ["https://m${i}.example.com"]}, `,
    "}\n",
  ),
  file("unknown keys at the root", "", (i) => `key${i}: value\n`),
  file("unknown keys of one host", "configs:\n  reg.example.com:\n", (i) => `    key${i}: value\n`),
  file(
    "wrapped sections",
    "registries:\n  mirrors:\n",
    (i) => `    ${host(i)}:\n      endpoint: ["https://m.example.com"]\n`,
  ),
  file(
    "sections inside sections",
    "configs:\n  mirrors:\n",
    (i) => `    ${host(i)}:\n      endpoint: ["https://m.example.com"]\n`,
  ),
  // Wrong types.
  file(
    "a list for the map of mirrors",
    "mirrors:\n",
    (i) => `  - ${host(i)}:\n      endpoint: ["https://m.example.com"]\n`,
  ),
  file("a list for each mirror", "mirrors:\n", (i) => `  ${host(i)}:\n    - https://m.example.com\n`),
  file("a list for auth", "configs:\n", (i) => `  ${host(i)}:\n    auth:\n      - username: u\n      - password: p\n`),
  file("text for each mirror", "mirrors:\n", (i) => `  ${host(i)}: https://m.example.com\n`),
  file(
    "text for endpoints",
    "mirrors:\n",
    (i) => `  ${host(i)}:\n    endpoint: https://m.example.com, https://n.example.com\n`,
  ),
  // Endpoints.
  file("endpoints", "mirrors:\n  docker.io:\n    endpoint:\n", (i) => `      - "https://m${i}.example.com"\n`),
  file("a duplicate endpoint", "mirrors:\n  docker.io:\n    endpoint:\n", '      - "https://m.example.com"\n'),
  file(
    "a duplicate endpoint in flow style",
    "mirrors:\n  docker.io:\n    endpoint: [",
    '"https://m.example.com", ',
    "]\n",
  ),
  file(
    "endpoints in pairs",
    "mirrors:\n  docker.io:\n    endpoint:\n",
    (i) => `      - "https://m${i >> 1}.example.com"\n`,
  ),
  file("misspelt schemes", "mirrors:\n  docker.io:\n    endpoint:\n", (i) => `      - "htps:/m${i}.example.com"\n`),
  file(
    "endpoints with a user",
    "mirrors:\n  docker.io:\n    endpoint:\n",
    (i) => `      - "https://u:p@m${i}.example.com/path"\n`,
  ),
  file(
    "ports of one host",
    "",
    (i) =>
      `mirrors:\n  ${host(i)}:\n    endpoint: ["https://m.example.com:${i}"]\nconfigs:\n  "m.example.com:9${i}":\n    auth: {username: u, password: p}\n`,
  ),
  endpoint("spaces in an endpoint", '"https', " ", '://m.example.com"'),
  file(
    "endpoints full of spaces",
    "mirrors:\n  docker.io:\n    endpoint:\n",
    `      - "https${" ".repeat(380)}x\\ny"\n`,
  ),
  file(
    "endpoints full of slashes",
    "mirrors:\n  docker.io:\n    endpoint:\n",
    `      - "https:${"/ ".repeat(190)}\\n"\n`,
  ),
  endpoint("spaces around an endpoint", '"x', " ", 'x"'),
  endpoint("quotes in an endpoint", '"https://x', "'", 'x"'),
  endpoint("letters in an endpoint", '"', "a", '!"'),
  endpoint("slashes in an endpoint", '"https:', "/", 'm.example.com !"'),
  endpoint("a long path", '"https://m.example.com', "/v2", '"'),
  endpoint("dots in a host", '"https://m', ".a", '"'),
  endpoint("colons in a host", '"https://m', ":1", '"'),
  endpoint("at signs in an endpoint", '"https://', "a@", '"'),
  endpoint("percent signs in an endpoint", '"https://m/', "%4", '"'),
  endpoint("a query", '"https://m/?', "a=b&", '"'),
  // Hosts of Google's that are no registries.
  file(
    "unknown Google hosts",
    "mirrors:\n",
    (i) => `  us-east${i}-docker.pkg.dev:\n    endpoint: ["https://us-eest${i}-docker.pkg.dev"]\n`,
  ),
  // Rewrites.
  rewrite("backslashes in a replacement", '"^a/(.*)": \'', "\\", "'"),
  rewrite("backslashes and digits", '"^a/(.*)": \'', "\\1", "'"),
  rewrite("dollars in a replacement", '"^a/(.*)": \'', "$1", "'"),
  rewrite("braces in a replacement", '"^a/(.*)": \'', "$" + "{1", "'"),
  rewrite("a long pattern", "'^a", "b", "(.*)$': 'x/$1'"),
  rewrite("groups in a pattern", "'^", "(a)", "$': 'x'"),
  rewrite("open groups in a pattern", "'", "(", "': 'x'"),
  rewrite("large repetitions in a pattern", "'", "a{1,1000}", "': 'x'"),
  rewrite("nested repetitions in a pattern", "'", "(a{1,30}", "': 'x'"),
  rewrite("classes in a pattern", "'", "[^a-z]", "': 'x'"),
  rewrite("alternatives in a pattern", "'a", "|a", "': 'x'"),
  rewrite("rewrites", "", (i) => `${i === 0 ? "" : "      "}"^a${i}/(.*)": "b${i}/$1"\n`, ""),
  rewrite("rewrites with large repetitions", "", (i) => `${i === 0 ? "" : "      "}"^a{1,1000}${i}$": "b"\n`, ""),
  rewrite(
    "rewrites that match all",
    "",
    (i) => `${i === 0 ? "" : "      "}"(.*)${"()".repeat(i % 3)}x${i}": "$2"\n`,
    "",
  ),
  // Passwords and keys.
  password("a long password", "'", "a", "'"),
  password("blank lines in a password", "'x", "\n\n", "'"),
  password("blank lines in double quotes", '"x', "\n\n", '"'),
  password("blanks in a password", "'x", " ", "'"),
  password("lines of blanks in a password", "'x", "  \n", "'"),
  password("tabs in a private key", `'${keyHead}`, "\\t", `${keyTail}'`),
  password("real tabs in a private key", `'${keyHead}`, "\t", `${keyTail}'`),
  password("line breaks in a private key", `'${keyHead}`, "\n", `${keyTail}'`),
  password("backslashes in a private key", `'${keyHead}`, "\\", `${keyTail}'`),
  password("escaped quotes in a key", `"{\\"type\\": \\"service_account\\", \\"a\\": \\"`, '\\\\\\"', `\\"}"`),
  password("a block scalar", "|\n", "        line\n", ""),
  password("a block scalar of blanks", "|\n        x\n", "          \n", ""),
  password("a folded scalar", ">\n", "        line\n\n", ""),
  password("escapes in a password", '"', "\\u0041", '"'),
  password("unknown escapes in a password", '"', "\\$", '"'),
  password("digits and !", "", "1", "!"),
  password("= and !", "'", "=", "!'"),
  password("base64 and !", "'", "AAAA", "!'"),
  password("braces in a password", "{", "{", ""),
  password("quotes in a password", "'", "''", "'"),
  password("a quote that is not closed", '"', "a b ", ""),
  password("remarks after a password", "x", " #", ""),
  password("a template in a password", "{{ ", "x ", "}}"),
  password("open templates in a password", "'", "{{ ", "'"),
  password("closed templates in a password", "'", "{{x}}", "'"),
  password("dollar braces in a password", "'", "$" + "{X", "'"),
  password("underscores in a password", "", "1_", ""),
  password("hashes", "'", "#", "'"),
  password("dashes of a PEM", "'", "-----BEGIN ", "'"),
  password("brackets in a password", "'", "<", "'"),
  file("an auth without its end", "configs:\n  reg.example.com:\n    auth:\n      auth: '", "A", "=!'\n"),
  file("an auth of lines", "configs:\n  reg.example.com:\n    auth:\n      auth: '", "AAAA\n          ", "'\n"),
  file("a long username", "configs:\n  reg.example.com:\n    auth:\n      username: '", "u ", "'\n"),
  file("a long path of a file", "configs:\n  reg.example.com:\n    tls:\n      ca_file: '", "/a", "'\n"),
  // Lines, blanks, comments, characters.
  file("empty lines", "", "\n"),
  file("empty lines with CRLF", "", "\r\n"),
  file("blanks", "", " "),
  file("blanks before a section", "", " ", "mirrors:\n"),
  file("lines of blanks", "", "  \n", "mirrors:\n"),
  file("tabs", "", "\t"),
  file("tabs after the end of the document", "mirrors:\n...", "\t"),
  file("tabs as indentation", "mirrors:\n", (i) => `\t${host(i)}:\n\t\tendpoint:\n\t\t- https://m.example.com\n`),
  file("comments", "", "# comment\n", "mirrors:\n"),
  file(
    "comments that switch off",
    "mirrors:\n",
    (i) => `  # k3s-registries-disable-next-line unknown-key\n  ${host(i)}: {endpoints: [a]}\n`,
  ),
  file(
    "comments that switch off the file",
    "",
    (i) => `# k3s-registries-disable rule-${i}\n`,
    "mirrors:\n  a: {b: c}\n",
  ),
  file("comments that switch off, and findings", "", (i) => `# k3s-registries-disable rule-${i}\nkey${i}: x\n`),
  file("a comment with many names", "# k3s-registries-disable ", (i) => `rule-${i}, `, "\nmirrors:\n  a: {b: c}\n"),
  file("documents", "", "---\nmirrors: {}\n"),
  file("dashes", "", "---"),
  file("directives", "", "%TAG ! x\n"),
  file("lone carriage returns", "", "\r"),
  file("no-break spaces", "mirrors:\n", (i) => `\u00a0 ${host(i)}:\n`),
  file("no-break spaces in keys", "mirrors:\n", (i) => `  reg${i}\u00a0.example.com: {}\n`),
  file("no-break spaces in a row", "mirrors: '", "\u00a0", "'\n"),
  file("typographic quotes", "mirrors:\n", (i) => `  \u201c${host(i)}\u201d: {}\n`),
  file("emoji", "mirrors: '", "😀", "'\n"),
  file("a control character at the end", "mirrors: '", "é", "\u0001'\n"),
  file("colons", "mirrors:\n", ": "),
  file("keys of colons", "", "a:", "\n"),
  file("question marks", "", "? "),
  file("stars", "mirrors:\n", (i) => `  *.example${i}.com:\n    endpoint: []\n`),
  file("bracket keys", "mirrors:\n", (i) => `  [::${i}]:5000:\n    endpoint: []\n`),
  file("prompts", "> mirrors:\n", (i) => `>   ${host(i)}:\n`),
  // Nesting, aliases.
  file("open brackets", "mirrors: ", "["),
  file("open braces", "mirrors: ", "{"),
  file("closed brackets", "mirrors: ", "[]"),
  file("open keys", "", "{a: "),
  file("dashes on a line", "", "- "),
  file("deep indentation", "", (i) => `${" ".repeat(Math.min(i, 300))}a:\n`),
  file("anchors", "x:\n", (i) => `  - &a${i} x\n`),
  file("aliases", "x: &a [1]\nmirrors:\n", (i) => `  ${host(i)}: {endpoint: *a}\n`),
  file("merges", "x: &a {endpoint: []}\nmirrors:\n", (i) => `  ${host(i)}: {<<: *a}\n`),
  file("chained merges", "a0: &a0 {k: v}\n", (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}\n`),
  file("merges of merges", "", (i) => `${i === 0 ? "a: &a0 {k: v}\n" : ""}b${i}: &a${i + 1} {<<: *a${i}, k${i}: v}\n`),
  file("tags", "mirrors: ", "!a "),
  file("a long tag", "mirrors: !", "a", " x\n"),
  file("a long key", "mirrors:\n  ", "k", ": {}\n"),
  file("a long key in flow style", "mirrors: {", "k", ": {}}\n"),
  file("templates", "mirrors:\n", (i) => `  {{ host${i} }}: {endpoint: ["{{ url }}"]}\n`),
  file("statements of a template", "mirrors:\n", (i) => `{% if x %}\n  ${host(i)}: {}\n{% endif %}\n`),
  file("rendered later", "{% for x in y %}\nmirrors:\n", (i) => `  {{ x }}: {{ y${i} }}\n`),
  // Carriers.
  heredoc("open dollar braces in a here-document", "$" + "{"),
  heredoc("open commands in a here-document", "$("),
  heredoc("backticks in a here-document", "`"),
  heredoc("backslashes in a here-document", "\\"),
  shape(
    "carrier",
    "here-documents",
    "#!/bin/sh\n",
    (i) => `cat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors:\n  ${host(i)}:\n    endpoint: ["https://m"]\nEOF\n`,
  ),
  shape("carrier", "here-documents without an end", "#!/bin/sh\n", (i) => `cat > registries.yaml <<EOF${i}\n`),
  shape("carrier", "open braces", "#cloud-config\n# registries.yaml\na: ", "{"),
  shape("carrier", "open statements", "#cloud-config\n# registries.yaml\na: ", "{%"),
  shape("carrier", "deep sets", "# registries.yaml\n", "{ a = "),
  shape("carrier", "commands in a pipe", "#!/bin/sh\necho > registries.yaml ", "| tee "),
  // Credentials.
  shape("credential", "a long key file", keyHead, "A", keyTail),
  shape("credential", "tabs in a key file", keyHead, "\t", keyTail),
  shape("credential", "line breaks in a key file", keyHead, "\n", keyTail),
  shape("credential", "escapes in a key file", keyHead, "\\n", keyTail),
  shape("credential", "blanks before a line break in a key", keyHead, " ", `x${keyTail}`),
  shape("credential", "fields in a key file", '{"type": "service_account"', (i) => `, "f${i}": 1`, "}"),
  shape("credential", "commas in JSON", "{", (i) => `"a${i}": [1,],`, "}"),
  shape("credential", "blanks in JSON", '{"a":', " ", "1}"),
  shape("credential", "nested JSON", '{"auths": ', '{"a": ', ""),
  shape("credential", "nested lists in JSON", '{"auths": ', "[", ""),
  shape("credential", "closed nested JSON", "", "[", ""),
  shape("credential", "a docker config", '{"auths": {"x": {}', (i) => `, "${host(i)}": {"auth": "dTpw"}`, "}}"),
  shape(
    "credential",
    "a Secret",
    "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ",
    "AAAA",
    "\n",
  ),
  shape(
    "credential",
    "Secrets",
    "",
    "---\napiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: e30=\n",
  ),
  shape("credential", "a token", "eyJ", "a", ".a.a"),
  shape("credential", "base64", "", "AAAA", "=!"),
  shape("credential", "words", "", "word "),
  shape("credential", "digits", "", "1", "!"),
  shape("credential", "quotes", "'", '\\"', "'"),
  shape("credential", "backslashes", '{"a": "', "\\\\", '"}'),
  // Manifests.
  shape(
    "manifest",
    "pods",
    "",
    (i) => `---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: ${host(i)}/app:1\n`,
  ),
  shape(
    "manifest",
    "containers",
    "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n",
    (i) => `    - image: ${host(i)}/app:1\n`,
  ),
  shape("manifest", "Helm values", "", (i) => `app${i}:\n  image:\n    repository: ${host(i)}/app\n    tag: "1"\n`),
  shape(
    "manifest",
    "a template of Helm",
    "",
    (i) => `{{- if .Values.x${i} }}\nimage: {{ .Values.image }}\n{{- end }}\n`,
  ),
  shape("manifest", "open templates of Helm", "image: x\n", "{{ "),
  shape("manifest", "comments of Helm", "image: x\n", "{{/* "),
  shape("manifest", "open lines of Helm", "image: {{ x }}\n", "{{\n"),
  shape("manifest", "braces", "image: {{ x }}\n", "{"),
  shape("manifest", "compose", "services:\n", (i) => `  s${i}:\n    image: ${host(i)}/app:1\n`),
  shape(
    "manifest",
    "compose with merges",
    "x-a: &a {restart: always}\nservices:\n",
    (i) => `  s${i}:\n    <<: *a\n    image: ${host(i)}/app:1\n`,
  ),
  shape(
    "manifest",
    "merge lists",
    "a0: &a0 {image: x}\n",
    (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}], image: x}\n`,
  ),
  shape(
    "manifest",
    "a kustomization",
    "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\nimages:\n",
    (i) => `  - name: ${host(i)}/app\n    newTag: "1"\n`,
  ),
  shape("manifest", "a long image", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: ", "a/", "\n"),
  shape(
    "manifest",
    "a broken manifest",
    "apiVersion: v1\nkind: Pod\nspec: [\n  containers:\n",
    (i) => `    - image: ${host(i)}/app:1\n`,
  ),
  shape("manifest", "a nested manifest", "image: ", "{image: "),
  shape("manifest", "lists on a line", "image:\n", "- "),
  // Errors of pulls.
  shape(
    "error",
    "events",
    "",
    (i) =>
      `Failed to pull image "${host(i)}/app:1": failed to resolve reference: unexpected status from HEAD request to https://${host(i)}/v2/app/manifests/1: 401 Unauthorized\n`,
  ),
  shape("error", "one long line", "Failed to pull image ", "a", "\n"),
  shape("error", "blanks in an error", "Failed to pull image", " ", "x\n"),
  shape("error", "quotes in an error", "Failed to pull image ", '"', "\n"),
  shape("error", "URLs in an error", "Failed to pull image: ", "https://a/", "\n"),
  shape("error", "slashes in an error", "Failed to pull image: failed to authorize ", "/", ": failed to authorize\n"),
  shape("error", "backslashes in an error", "Failed to pull image: ", "\\", "\n"),
  shape("error", "brackets in an error", "Failed to pull image: ", "[a](", "\n"),
  shape("error", "escapes of a terminal", "Failed to pull image: ", "\u001b[", "\n"),
  shape("error", "words of logs", "", 'level=info msg="x" error="'),
  shape("error", "empty lines", "Failed to pull image\n", "\n"),
  shape("error", "crictl pull", "crictl pull ", "--a=b ", "\n"),
];
