import assert from "node:assert/strict";
import fc from "fast-check";
import { type Insertion, type InsertOptions, insertions } from "../../src/core/convert/insert.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { parseFirstDocument } from "../../src/core/yaml/parser.ts";
import { sourceOf } from "../../src/core/yaml/source.ts";
import { credentialWith, fakeKeyCredential } from "./fakeCredentials.ts";
import { fakeKeyFile } from "./fakeKey.ts";

const key = fakeKeyCredential();
const json = "password" in key.auth ? key.auth.password : "";
const plain: InsertOptions = { suggestedHosts: [], mirrors: false };

interface Offered {
  readonly text: string;
  readonly insertions: readonly Insertion[];
  readonly results: readonly string[];
}

/** What is offered for a text with the selection between two `‸`, or at one. */
function offered(marked: string, credentials: readonly Credential[] = [key], options: InsertOptions = plain): Offered {
  const [before = "", middle = "", rest] = marked.split("‸");
  const text = before + middle + (rest ?? "");
  const end = rest === undefined ? before.length : before.length + middle.length;
  const found = insertions(openRegistries(text), { start: before.length, end }, credentials, options);
  return { text, insertions: found, results: found.map(({ edits }) => applyEdits(text, edits)) };
}

function authOf(text: string, host = "gcr.io"): unknown {
  const reading = readRegistry(parseFirstDocument(sourceOf(text)));
  assert.ok(reading.ok, `${reading.ok ? "" : reading.error}\n${text}`);
  return { ...reading.registry.configs[host]?.auth };
}

const keyReading = { username: "_json_key", password: json, auth: "", identity_token: "" };
const pretty = fakeKeyFile().trimEnd();

describe("a key pasted at a password", () => {
  const head = "configs: # all\n  gcr.io: # here\n    auth:\n";
  for (const [name, marked] of Object.entries({
    "that is empty": `${head}      username: _json_key\n      password: ‸\n`,
    "with no blank after the colon": `${head}      username: _json_key\n      password:‸\n`,
    "that is empty, with blanks": `${head}      username: _json_key\n      password:  ‸  \n  r.io: {}\n`,
    "at the end of the file": `${head}      username: _json_key\n      password: ‸`,
    "without a username": `${head}      password: ‸\n`,
    "under another username": `${head}      username: someone # who\n      password: ‸\n`,
    "with an empty username": `${head}      username:\n      password: ‸\n`,
    "between single quotes": `${head}      username: _json_key\n      password: '‸' # of 2023\n`,
    "between double quotes": `${head}      username: _json_key\n      password: "‸"\n`,
    "after a quote that is still open": `${head}      username: _json_key\n      password: '‸\n`,
    "with another one in quotes": `${head}      username: _json_key\n      password: 'old‸er' # of 2023\n`,
    "selected with its quotes": `${head}      username: _json_key\n      password: ‸'old'‸ # of 2023\n`,
    "selected without its quotes": `${head}      username: _json_key\n      password: '‸old‸'\n`,
    "that is plain": `${head}      username: u\n      password: ol‸d\n    tls: {}\n`,
    "in a block that is empty": `${head}      username: _json_key\n      password: |‸\n  r.io: {}\n`,
    "on the line below a block's header": `${head}      username: _json_key\n      password: |\n        ‸\n  r.io: {}\n`,
    "on the line below the key": `${head}      username: _json_key\n      password:\n        ‸\n`,
    "in a block": `${head}      username: _json_key\n      password: |-\n${pretty.replace(/^/gm, "        ").replace("type", "ty‸pe")}\n  r.io: {}\n`,
    "in raw JSON": `${head}      username: _json_key\n      password: ${json.replace("type", "ty‸pe")}\n`,
    "in raw JSON over lines": `${head}      username: _json_key\n      password: ${pretty.replace("token_uri", "token‸_uri")}\n  r.io: {}\n`,
    "in JSON that is half typed": `${head}      username: _json_key\n      password: {"type": "serv‸\n  r.io: {}\n`,
    "in JSON with quotes that end too early": `${head}      username: _json_key\n      password: "{"type": ‸"x"}"\n  r.io: {}\n`,
    "with what is left of others": `${head}      auth: old\n      # note\n      password: ‸\n      identity_token: old\n      user: old\n`,
    "in flow style": "configs: {gcr.io: {auth: {username: u, password: ‸}}}\n",
    "in flow style, with others": "configs: {gcr.io: {auth: {auth: old, password: 'ol‸d', identity_token: old}}}\n",
    "in JSON's own style": '{"configs": {"gcr.io": {"auth": {"username": "u", "password": "‸"}}}}\n',
    "with an alias": `x: &x shared\n${head}      username: _json_key\n      password: *‸x\n`,
    "with a tag and anchor": `${head}      username: _json_key\n      password: !t &bc old‸\n`,
    "of a repeated auth": `${head}      username: old\n    auth:\n      password: ‸\n`,
  }))
    for (const eol of ["\n", "\r\n"])
      it(`takes its place ${name}${eol === "\n" ? "" : ", with CRLF"}`, () => {
        const { insertions, results, text } = offered(marked.replaceAll("\n", eol));
        const [first] = insertions;
        assert.deepEqual([first?.kind, first?.preferred, first?.hosts], ["password", true, ["gcr.io"]]);
        const result = results[0] ?? "";
        assert.deepEqual(authOf(result), keyReading);
        assert.ok(result.includes(`'${json}'`));
        assert.doesNotMatch(result, /\bold/);
        for (const comment of text.match(/# \w+(?: \w+)*/g) ?? []) assert.ok(result.includes(comment), result);
        assert.equal(new Set(result.match(/\r?\n/g)).size, text.includes("\n") ? 1 : 0);
        assert.ok(insertions.slice(1).every(({ preferred, kind }) => !preferred && kind === "entry"));
      });

  it("takes its place where the text around can't be read yet", () => {
    const rest = "mirrors:\n\tx: y\n";
    for (const marked of [
      `${head}      password: ‸\n${rest}`,
      `${head}      username: other # who\n      password: '‸'\n      auth: old\n${rest}`,
      `${head}      identity_token: old\n      password: {"type": "‸x"}\n      username: "other"\n${rest}`,
      `${head}      password: ${pretty.replace("token_uri", "token‸_uri")}\n      username:\n${rest}`,
    ])
      for (const eol of ["\n", "\r\n"]) {
        const { insertions, results } = offered(marked.replaceAll("\n", eol));
        assert.equal(insertions[0]?.kind, "password", marked);
        assert.deepEqual(authOf((results[0] ?? "").replace(/mirrors:[\s\S]*/, "")), keyReading);
        assert.doesNotMatch(results[0] ?? "", /\bold|other/);
        assert.ok(results[0]?.endsWith(rest.replaceAll("\n", eol)));
      }
  });

  it("takes its place beside a merge of what is no map", () => {
    for (const merge of ["none", "[none]"]) {
      const { results } = offered(`${head}      <<: ${merge}\n      password: old\n      password: ‸old\n`);
      assert.ok(results[0]?.startsWith(`${head}      <<: ${merge}\n      password: '${json}'\n`), results[0]);
      assert.doesNotMatch(results[0] ?? "", /\bold/);
    }
  });

  it("keeps an anchor that others refer to, and leaves the other hosts' lines alone", () => {
    const { results } = offered(
      "configs:\n  gcr.io:\n    auth: {username: _json_key, password: &p ‸old}\n  r.io:\n    auth: {username: _json_key, password: *p}\n",
    );
    assert.match(results[0] ?? "", /password: &p '\{/);
    assert.deepEqual(authOf(results[0] ?? "", "r.io"), keyReading);
  });

  it("is not meant beside one", () => {
    for (const marked of [
      "configs:\n  gcr.io:\n    auth:\n      username: ‸\n      password: x\n",
      "configs:\n  gcr.io:\n    auth:\n      pass‸word: x\n",
      "configs:\n  gcr.io:\n    auth:\n      username: u\n      password: 'x' # no‸te\n",
      "configs:\n  gcr.io:\n    auth:\n      username: u\n      password: 'x'\n‸",
      "configs:\n  gcr.io:\n    auth:\n      username: u\n      password: 'x'\n      ‸\n",
      "configs:\n  gcr.io:\n    auth:\n      password: # note ‸\n",
      "# password: ‸\n",
      "x-note:\n  password: ‸\n",
      "mirrors:\n  gcr.io:\n    endpoint: ['‸']\n",
      "password: ‸",
      "",
      "\ufeff",
    ])
      assert.ok(
        offered(marked).insertions.every(({ kind }) => kind === "entry"),
        marked,
      );
  });

  it("gives any user and password whole", () => {
    const awkward = fc
      .oneof(
        fc.string({ unit: "binary", minLength: 1 }),
        fc.constantFrom("yes", "0123", "a: b", " #x", "'", '"', "@", "| ", "{a"),
      )
      .filter((text) => !/[\x00-\x07\x0b\x0e-\x1f\x7f]/.test(text) && /^\P{Surrogate}*$/u.test(text));
    fc.assert(
      fc.property(awkward, awkward, fc.constantFrom("", "\t:"), (username, password, broken) => {
        const marked = `configs:\n  r.io:\n    auth:\n      username: u\n      password: ‸\n${broken}`;
        const [before = ""] = marked.split("‸");
        const text = marked.replace("‸", "");
        const at = { start: before.length, end: before.length };
        const [first] = insertions(openRegistries(text), at, [credentialWith({ username, password })], plain);
        assert.ok(first);
        const result = applyEdits(text, first.edits);
        const whole = broken === "" ? result : result.slice(0, result.lastIndexOf(broken));
        assert.deepEqual(authOf(whole, "r.io"), { username, password, auth: "", identity_token: "" });
      }),
      { numRuns: 300 },
    );
  });
});

describe("a credential pasted elsewhere", () => {
  const file = "mirrors:\n  docker.io:\n    endpoint: [https://m.example.com]\n‸configs:\n  r.io:\n    tls: {}\n";

  it("becomes an entry for the registries that its file names", () => {
    const user = credentialWith({ username: "u", password: "p" }, { hosts: ["a.io", "docker.io"] });
    const { insertions, results } = offered(file, [user], { ...plain, target: { product: "rke2" } });
    assert.deepEqual(
      insertions.map(({ kind, hosts, preferred }) => ({ kind, hosts, preferred })),
      [{ kind: "entry", hosts: ["a.io", "registry-1.docker.io", "docker.io"], preferred: false }],
    );
    for (const host of ["a.io", "docker.io"])
      assert.deepEqual(authOf(results[0] ?? "", host), { username: "u", password: "p", auth: "", identity_token: "" });
  });

  it("becomes one for Google's registries of the file that have none, else for those that are suggested", () => {
    const waiting = "mirrors:\n  us.gcr.io:\n    endpoint: [https://us.gcr.io]\nconfigs:\n  gcr.io:\n    tls: {}\n";
    const done = "  eu.gcr.io:\n    auth: {username: _json_key, password: 'p'}\n";
    const options = { ...plain, suggestedHosts: ["asia.gcr.io"] };
    assert.deepEqual(offered(`‸${waiting}${done}`, [key], options).insertions[0]?.hosts, ["us.gcr.io", "gcr.io"]);
    const other = credentialWith({ username: "u", password: "p" });
    for (const [marked, credential] of [
      [`‸configs:\n${done}`, key],
      ["‸", key],
      [`‸${waiting}`, other],
    ] as const) {
      assert.deepEqual(offered(marked, [credential], options).insertions[0]?.hosts, ["asia.gcr.io"]);
      assert.deepEqual(offered(marked, [credential], plain).insertions, []);
    }
  });

  it("keeps what is selected", () => {
    const { results } = offered("configs:\n  ‸r.io:\n    tls: {}\n‸", [key], { ...plain, suggestedHosts: ["gcr.io"] });
    assert.ok(results[0]?.startsWith("configs:\n  r.io:\n    tls: {}\n"));
  });

  it("is offered one by one where only one can be meant, and together where each has its own registry", () => {
    const [one, two] = ["a", "b"].map((username) => credentialWith({ username, password: "p" }));
    const options = { ...plain, suggestedHosts: ["r.io"] };
    const either = offered("‸", [one, two] as readonly Credential[], options).insertions;
    assert.deepEqual(
      either.map(({ credentials }) => credentials.map(({ account }) => account)),
      [["a"], ["b"]],
    );
    const own = ["a", "b"].map((name) => credentialWith({ username: name, password: "p" }, { hosts: [`${name}.io`] }));
    assert.deepEqual(
      offered("‸", own).insertions.map(({ hosts }) => hosts),
      [["a.io", "b.io"]],
    );
    const place = "configs:\n  b.io:\n    auth:\n      password: ‸\n";
    const [password, ...entries] = offered(place, own).insertions;
    assert.deepEqual([password?.kind, password?.credentials], ["password", [{ account: "b" }]]);
    assert.deepEqual(
      entries.map(({ hosts }) => hosts),
      [["a.io", "b.io"]],
    );
  });

  it("has no place where nothing can be written without a guess", () => {
    const token = credentialWith({ identityToken: "fake.token" });
    const options = { ...plain, suggestedHosts: ["r.io"] };
    for (const marked of ["- a‸\n", "configs:\n\tx‸: y\n", "configs: ‸[a]\n", "configs:\n{% if x %}‸\n"])
      assert.deepEqual(offered(marked, [key, token], options).insertions, []);
    assert.deepEqual(offered("‸", [], options).insertions, []);
    const [only, ...more] = offered("configs:\n  r.io:\n    auth:\n      password: ‸\n", [token], options).insertions;
    assert.deepEqual([only?.kind, only?.hosts, more], ["entry", ["r.io"], []]);
  });

  it("takes any text and place without a fault", function () {
    this.timeout(60_000);
    const piece = fc.constantFrom(
      "configs:\n",
      "  gcr.io:\n",
      "    auth:\n",
      "      password: ",
      "      username: u\n",
      "'",
      '"',
      "{",
      "}",
      "\n",
      "\r\n",
      "|\n",
      "&a ",
      "*a",
      "# c\n",
      "\ufeff",
      "\t",
      "x: ",
      "{{ y }}",
      pretty,
      "---\n",
      "[",
      ",",
      "password:",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), fc.nat(), fc.nat(), (pieces, one, two) => {
        const text = pieces.join("");
        const [start = 0, end = 0] = [one, two].map((at) => at % (text.length + 1)).sort((a, b) => a - b);
        const options = { suggestedHosts: ["r.io"], mirrors: true };
        for (const { edits } of insertions(openRegistries(text), { start, end }, [key], options))
          assert.ok(applyEdits(text, edits).includes("PRIVATE KEY"));
      }),
      { numRuns: 300 },
    );
  });
});
