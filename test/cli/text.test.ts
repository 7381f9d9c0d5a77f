import assert from "node:assert/strict";
import { rulePage } from "../../src/core/lint/rulePage.ts";
import { cli, folderWith, type RunOptions } from "./cli.ts";

/** What `lint` prints of a text. */
async function printed(text: string, options: RunOptions = {}, args: readonly string[] = []): Promise<string> {
  const folder = folderWith({ "registries.yaml": text });
  return (await cli(folder, ["lint", "--rule", "secret-exposed=off", ...args], options)).stdout;
}

const terminal = { columns: 80 };

describe("k3s-registries lint for people", function () {
  this.timeout(60_000);

  it("shows the finding, its line underlined, the fix and the page of the rule", async () => {
    const found = await printed("mirrors:\n  docker.io:\n    endpoint: https://a.example.com\n");
    assert.equal(
      found,
      `error[endpoint-not-list]: The endpoint of "docker.io" is a string, not a list: k3s can't read the file and hangs at startup. Put it in brackets.
 --> registries.yaml:3:15
  |
3 |     endpoint: https://a.example.com
  |               ^^^^^^^^^^^^^^^^^^^^^
  |
  = fix: Convert to a list; lint --fix applies it
  = see: ${rulePage("endpoint-not-list")}

`,
    );
  });

  it("names the page of a rule once, and links it where the terminal can", async () => {
    const twice =
      "mirrors:\n  a.io:\n    endpoint: https://x.example.com\n  b.io:\n    endpoint: https://y.example.com\n";
    assert.equal((await printed(twice)).split(rulePage("endpoint-not-list")).length, 2);
    const linked = await printed(twice, { terminal, env: { TERM_PROGRAM: "vscode", TERM: "xterm-256color" } });
    const link = `\x1b]8;;${rulePage("endpoint-not-list")}\x1b\\\x1b[1;31merror[endpoint-not-list]\x1b[0m\x1b]8;;\x1b\\: `;
    assert.equal(linked.split(link).length, 3);
    assert.doesNotMatch(linked, /see/);
    const inTmux = { TERM_PROGRAM: "vscode", TERM: "screen-256color", TMUX: "/tmp/tmux" };
    assert.doesNotMatch(await printed(twice, { terminal, env: inTmux }), /\x1b\]8/);
  });

  it("marks the other places that a finding is about, in their order", async () => {
    const found = await printed(
      "mirrors:\n  a.io:\n    endpoint: [https://x.example.com]\n  b.io:\n    endpoint: [https://y.example.com]\n  a.io: {}\n",
      {},
      ["--rule", "missing-mirror-endpoint=off"],
    );
    assert.match(
      found,
      /^2 \| {3}a\.io:\n {2}\| {3}\^{4}\n\.\.\.\n6 \| {3}a\.io: \{\}\n {2}\| {3}-{4} k3s uses this one\.$/m,
    );
  });

  it("tells fixes that people choose from those that --fix applies", async () => {
    const found = await printed("mirrors:\n  us-docker.pkg.dev: {}\n");
    assert.match(found, /= possible fix: Add the endpoint https:\/\/us-docker\.pkg\.dev$/m);
    assert.match(
      (await cli(folderWith(), ["lint", "-"], { input: "mirrors:\n  a.io:\n    endpoint: https://b.example.com\n" }))
        .stdout,
      /= fix: Convert to a list$/m,
    );
  });

  it("masks secrets in the lines, where they are written and where they are repeated", async () => {
    const found = await printed(`mirrors:
  docker.io:
    endpoint: ["https://user:hunter2x@m.example.com", "https://hunter2x.example.com/hunter2x"]
configs:
  m.example.com:
    auth: {username: robot, pasword: "hunter2x"} # hunter2x
  n.example.com: hunter3y
  o.example.com:
    auth:
      usrname: u
      password: >-
        hunter4z
        hunter5z
`);
    assert.doesNotMatch(found, /hunter/);
    assert.match(found, /^6 \| {5}auth: \{username: robot, pasword: "•{8}"\} # •{8}$/m);
  });

  it("cuts long lines around the place", async () => {
    const found = await printed(
      `mirrors:\n  docker.io:\n    endpoint: ["https://a.example.com/${"x/".repeat(90)}v2", "ftp:/x", "https://b.example.com/${"y".repeat(90)}"]\n`,
      { terminal, env: { NO_COLOR: "1" } },
    );
    const [line = "", marks = ""] = found
      .split("\n")
      .slice(found.split("\n").findIndex((one) => one.includes('ftp:/x"')));
    assert.match(line, /^3 \| ….*"ftp:\/x".*…$/);
    assert.ok(line.length <= 80, line);
    assert.equal(marks.indexOf("^"), line.indexOf('"ftp:/x"'));
  });

  it("underlines what is seen: tabs, wide, combining and invisible characters", async () => {
    const underlined = async (text: string): Promise<readonly string[]> => {
      const lines = (await printed(text)).split("\n");
      const at = lines.findIndex((line) => /\^/.test(line));
      return lines.slice(at - 1, at + 1).map((line) => line.slice(4));
    };
    assert.deepEqual(await underlined("mirrors:\n\ta.io: {}\n"), ["    a.io: {}", "^^^^"]);
    assert.deepEqual(await underlined('mirrors:\n  a.io: {"日本": e\u0301, endpoint: ftp://x}\n'), [
      '  a.io: {"日本": e\u0301, endpoint: ftp://x}',
      "         ^^^^^^",
    ]);
    assert.deepEqual(await underlined("mirrors:\n  a\u200b.io: {endpoint: [https://b.example.com]}\n"), [
      "  a<U+200B>.io: {endpoint: [https://b.example.com]}",
      "  ^^^^^^^^^^^^",
    ]);
  });

  it("says where a place of several lines ends", async () => {
    const text = `configs:\n  a.io:\n    auth:\n      username: _json_key\n      password: |\n        {"type":\n        "service_account"}\n`;
    assert.match(await printed(text), /\^ to line 7$/m);
  });

  it("is coloured as --color, FORCE_COLOR, NO_COLOR and the terminal say, in this order", async () => {
    const bad = "mirrors:\n  a.io:\n    endpoint: https://b.example.com\n";
    const isColoured = async (options: RunOptions, args: readonly string[] = []): Promise<boolean> =>
      (await printed(bad, options, args)).includes("\x1b[1;");
    const env = { TERM: "xterm" };
    assert.equal(await isColoured({ env }), false);
    assert.equal(await isColoured({ terminal, env }), true);
    assert.equal(await isColoured({ terminal, env: { TERM: "dumb" } }), false);
    assert.equal(await isColoured({ terminal, env: { ...env, NO_COLOR: "1" } }), false);
    assert.equal(await isColoured({ terminal, env: { ...env, NO_COLOR: "" } }), true);
    assert.equal(await isColoured({ env: { FORCE_COLOR: "1", NO_COLOR: "1" } }), true);
    assert.equal(await isColoured({ terminal, env: { ...env, FORCE_COLOR: "0" } }), false);
    assert.equal(await isColoured({ env: { NO_COLOR: "1" } }, ["--color", "always"]), true);
    assert.equal(await isColoured({ terminal, env: { FORCE_COLOR: "1" } }, ["--color=never"]), false);
  });
});
