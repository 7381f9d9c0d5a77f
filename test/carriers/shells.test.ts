import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import type { Region } from "../../src/core/carriers/region.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { filesBelow, readText } from "../project/files.ts";

/** What expressions evaluate to: the same variables for the script and for what is expected. */
const environment: Readonly<Record<string, string>> = {
  HOST: "host.example.com",
  REGISTRY: "registry.example.com",
  GHCR_USER: "ghcr-user",
  USER_NAME: "user",
  PROJECT: "project",
};

/** In place of programs that need a node: `sudo` and `ssh` run what they are given here. */
const programs: Readonly<Record<string, string>> = {
  sudo: '#!/bin/sh\nexec "$@"\n',
  ssh: '#!/bin/sh\nshift\nif [ $# -gt 0 ]; then exec sh -c "$*"; else exec sh; fi\n',
  systemctl: "#!/bin/sh\n",
  hostname: "#!/bin/sh\necho node.example.com\n",
  install: '#!/bin/sh\nfor last; do :; done\nmkdir -p "$(dirname "$last")"\nexec cat > "$last"\n',
  k3d: "#!/bin/sh\n",
};

/** Runs a script with folders of its own instead of those of a node, and keeps each version of the file that it writes. */
class Node {
  readonly folder = mkdtempSync(join(tmpdir(), "registries-"));

  constructor() {
    mkdirSync(join(this.folder, "bin"));
    for (const [name, text] of Object.entries(programs))
      writeFileSync(join(this.folder, "bin", name), text, { mode: 0o755 });
  }

  run(shell: string, script: string): void {
    for (const product of ["k3s", "rke2"]) {
      const folder = join(this.folder, "etc/rancher", product);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
    const text = script.replaceAll("/etc/rancher/", `${this.folder}/etc/rancher/`);
    writeFileSync(join(this.folder, "script"), text);
    spawnSync(shell, [join(this.folder, "script")], {
      cwd: this.folder,
      env: { ...environment, PATH: `${this.folder}/bin:${process.env["PATH"] ?? ""}` },
      encoding: "utf8",
    });
  }

  read(product: string): string | undefined {
    const path = join(this.folder, "etc/rancher", product, "registries.yaml");
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The text of a region as a shell has it, by the values of its expressions; arguments are empty. */
function evaluated(region: Region, shell: string): string {
  let text = region.text;
  for (const { start, end, source } of [...region.expressions].reverse()) {
    const name = /^\$\{?(\w+)\}?$/.exec(source)?.[1];
    let value = name === undefined ? undefined : /^\d$/.test(name) ? "" : (environment[name] ?? "");
    if (value === undefined) {
      const { stdout } = spawnSync(shell, ["-c", `printf %s "${source}"`], { env: environment, encoding: "utf8" });
      value = stdout;
    }
    text = text.slice(0, start) + value + text.slice(end);
  }
  return text;
}

/** Parts of a script that write one file each, each run alone. */
const cases: readonly (readonly [name: string, script: string])[] = [
  ["quoted delimiters", "cat <<'EOF' | sudo tee F >/dev/null\nmirrors:\n  a: {x: '$HOST\\$1 `b` \\\\'}\nEOF\n"],
  ["escaped delimiters", "cat >F <<\\EOF\nmirrors:\n  a: {x: '$HOST\\$1'}\nEOF\n"],
  ["delimiters that are quoted in part", "cat >F <<E\"O\"F\nmirrors:\n  a: {x: '$HOST'}\nEOF\n"],
  ["plain delimiters", "cat >F <<EOF\nmirrors:\n  a: {x: '$HOST $\x7bHOST} \\$1 \\\\ \\n \\`b\\` \\\"'}\nEOF\n"],
  ["line continuations", "cat >F <<EOF\nmirrors:\n  a: {x: 'one \\\ntwo'}\nEOF\n"],
  ["arithmetic", "cat >F <<EOF\nmirrors:\n  a: {x: $((1<<2))}\nEOF\n"],
  ["commands", 'cat >F <<EOF\nmirrors:\n  a: {x: $(echo $(echo ")")), y: `echo z`}\nEOF\n'],
  ["tabs", "cat >F <<-EOF\n\tmirrors:\n\t  a: {x: 1}\n\tEOF\n"],
  ["tabs before all lines but one", "cat >F <<-'EOF'\n\tmirrors:\n\t\t  a: {x: 1}\n  b: {}\n\tEOF\n"],
  ["two on a line", "cat <<A >/dev/null; cat <<'B' >F\nthe text\nA\nmirrors:\n  a: {x: '$HOST'}\nB\n"],
  ["targets before the word", "cat >F - <<EOF\nmirrors: {}\nEOF\n"],
  ["targets on a continued line", "sudo tee \\\n  F \\\n <<EOF >/dev/null\nmirrors: {}\nEOF\n"],
  ["install", "install -D -m 0600 /dev/stdin F <<EOF\nmirrors: {}\nEOF\n"],
  ["strings for ssh", 'ssh n "cat >F <<EOF\nmirrors:\n  \\"$HOST\\": {x: \\"\\\\\\$1 \\$1\\"}\nEOF\n"\n'],
  ["strings for ssh with a quoted word", "ssh n \"cat >F <<'EOF'\nmirrors:\n  \\\"$HOST\\\": {x: '\\$1'}\nEOF\n\"\n"],
  ["strings in single quotes", "sh -c 'cat >F <<EOF\nmirrors:\n  a: {x: \"'\\''$HOST'\\''\"}\nEOF\n'\n"],
  ["here-documents in one", "sh <<'A'\ncat >F <<EOF\nmirrors:\n  a: {x: $HOST \\$1}\nEOF\nA\n"],
  ["unquoted here-documents in one", "sh <<A\ncat >F <<EOF\nmirrors:\n  a: {x: $HOST \\\\\\$1}\nEOF\nA\n"],
  ["sh -c with a here-document", "sudo sh -c 'cat >F' <<EOF\nmirrors: {}\nEOF\n"],
  ["a word that is no end", "cat >F <<EOF\nmirrors:\n  a: {x: 1}\nEOFX\n EOF2\nEOF\n"],
  ["echo in single quotes", "echo 'mirrors:\n  a: {x: \"'\\''$1\"}' >F\n"],
  ["echo in double quotes", 'echo "mirrors:\n  a: {x: \\"$HOST \\$1\\"}" >F\n'],
  ["echo with quotes that are removed", 'echo "mirrors:\n  "a": {x: "$HOST"}" >F\n'],
  ["printf", "printf 'mirrors:\\n  a: {x: \"100%%\\\\\"}\\n' >F\n"],
  ["printf with %s", "printf '%s\\n' 'mirrors:\n  a: {x: \"\\n\"}' >F\n"],
  ["printf with several words", "printf '%s\\n' 'mirrors:' \"  a: {x: $HOST}\" | tee F\n"],
  ["variables", "X='\nmirrors:\n  a: {x: $1}\n'\nprintf %s \"$X\" >F\n"],
  ["substitutions", 'X="$(cat <<EOF\nmirrors:\n  a: {x: "$HOST"}\nEOF\n)"\nprintf %s "$X" >F\n'],
  ["redirections that replace", "cat >|F <<EOF\nmirrors: {}\nEOF\n"],
];

describe("shells", function () {
  this.timeout(60_000);
  const node = new Node();
  after(() => node.remove());

  for (const shell of ["bash", "dash"])
    describe(shell, () => {
      const compare = (carrier: CarrierFile): void => {
        node.run(shell, carrier.text);
        const [region, ...more] = carrier.regions;
        assert.ok(region);
        assert.deepEqual(more, []);
        assert.equal(node.read("k3s")?.trim(), evaluated(region, shell).trim(), carrier.text);
      };

      for (const [name, short] of cases) {
        const script = short.replace(/(?<=[\s>|])F(?=[\s<'"]|$)/gm, "/etc/rancher/k3s/registries.yaml");

        it(`writes what we say: ${name}`, () => {
          compare(openCarrier("script.sh", script));
        });

        it(`writes what we say after edits: ${name}`, () => {
          const carrier = openCarrier("script.sh", script);
          const [region] = carrier.regions;
          assert.ok(region);
          const at = region.text.indexOf("mirrors:");
          for (const text of ["# seen\n", "# $HOST \\$1 `b` \\\\ 'q' \"r\" %s\n"]) {
            const edited = writeRegion(carrier, 0, [{ start: at, end: at, text }]);
            if (edited === undefined) continue;
            compare(edited.carrier);
          }
        });
      }

      for (const file of filesBelow("test/carriers/cases/shell").filter((path) =>
        /\/(?:dollar|unquoted|tabs)\.sh$/.test(path),
      ))
        it(`writes what we say, before and after each fix: ${file}`, () => {
          const carrier = openCarrier(file, readText(file));
          const linted = lintCarrier(carrier);
          const texts = linted.findings.flatMap((finding) =>
            offeredCarrierFixes(linted, finding).map(({ edits }) => applyEdits(carrier.text, edits)),
          );
          for (const text of [carrier.text, ...texts, fixCarrier(linted).text]) {
            node.run(shell, text);
            const { regions } = openCarrier(file, text);
            for (const region of regions)
              if (
                regions.filter(({ reader }) => reader === region.reader).length === 1 &&
                !/\$\$(?!\()/.test(region.arriving)
              )
                assert.equal(node.read(region.reader)?.trim(), evaluated(region, shell).trim());
          }
        });
    });

  it("differ in what echo makes of a backslash, as we say", () => {
    const script = "echo 'mirrors:\n  a: {x: \"\\n\"}' > /etc/rancher/k3s/registries.yaml\n";
    for (const [shell, first] of [
      ["bash", "#!/bin/bash\n"],
      ["dash", "#!/bin/sh\n"],
    ] as const) {
      node.run(shell, first + script);
      const [region] = openCarrier("script", first + script).regions;
      assert.equal(node.read("k3s")?.trim(), region?.arriving.trim(), shell);
    }
  });

  it("write the same with the printf that replaces echo", () => {
    for (const name of ["echo.bash", "echoKeyDash.sh"]) {
      const linted = lintCarrier(openCarrier(name, readText(`test/carriers/cases/shell/${name}`)));
      const finding = linted.findings.find(({ id, fixes }) => id === "echo-backslash" && fixes.length > 0);
      assert.ok(finding);
      const fixed = applyEdits(linted.carrier.text, finding.fixes[0]?.edits ?? []).split("\necho -e")[0] ?? "";
      const results = ["bash", "dash"].map((shell) => {
        node.run(shell, fixed);
        return node.read("k3s");
      });
      assert.equal(results[0], results[1]);
      assert.equal(results[0]?.trim(), openCarrier(name, fixed).regions[0]?.arriving.trim());
    }
  });

  it("run on after a line that only looks like the end of a here-document", () => {
    const text = "cat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors: {}\n  EOF\necho done\n";
    node.run("bash", text);
    assert.match(node.read("k3s") ?? "", /^ {2}EOF$/m);
    node.run("bash", fixCarrier(lintCarrier(openCarrier("script.sh", text))).text);
    assert.doesNotMatch(node.read("k3s") ?? "", /EOF/);
  });
});
