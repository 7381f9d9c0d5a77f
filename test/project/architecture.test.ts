import assert from "node:assert/strict";
import { posix } from "node:path";
import { filesBelow, readText } from "./files.ts";

interface Import {
  readonly file: string;
  /** A package, or a path from the project's root. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const sources = filesBelow("src").filter((file) => file.endsWith(".ts"));
const imports: readonly Import[] = sources.flatMap((file) =>
  [...readText(file).matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/gms)].map(
    (match) => {
      const name = match[2] ?? match[3] ?? "";
      const target = name.startsWith(".") ? posix.join(posix.dirname(file), name) : name;
      return { file, target, typeOnly: match[1] !== undefined };
    },
  ),
);

/** The rules of docs/architecture.md: a sentence, and which imports break it. */
const sentences: readonly (readonly [string, (found: Import) => boolean])[] = [
  [
    "core imports only yaml, zod and itself",
    ({ file, target }) => /^src\/core\//.test(file) && !/^(?:yaml$|zod|src\/core\/)/.test(target),
  ],
  ["only core/yaml imports yaml", ({ file, target }) => target === "yaml" && !file.startsWith("src/core/yaml/")],
  ["only src/vscode imports vscode", ({ file, target }) => target === "vscode" && !file.startsWith("src/vscode/")],
  [
    "hosts import core and the protocols, not each other",
    ({ file, target }) =>
      file.startsWith("src/vscode/") && !/^(?:vscode$|src\/vscode\/|src\/core\/|src\/webview\/protocol\/)/.test(target),
  ],
  [
    "a page takes types from its protocol, what pages share, and nothing else from outside",
    ({ file, target, typeOnly }) => {
      const [, page = ""] = /^src\/webview\/(?!protocol\/)(\w+)\//.exec(file) ?? [];
      const own = [`src/webview/${page}/`, "src/webview/page/"].some((folder) => target.startsWith(folder));
      return page !== "" && !own && !(target === `src/webview/protocol/${page}.ts` && typeOnly);
    },
  ],
  [
    "the command line imports core and Node's own modules",
    ({ file, target }) => file.startsWith("src/cli/") && !/^(?:node:|src\/cli\/|src\/core\/)/.test(target),
  ],
  [
    "nothing else imports a module of Node, or the command line",
    ({ file, target }) => !file.startsWith("src/cli/") && /^(?:node:|src\/cli\/)/.test(target),
  ],
  [
    "core returns refusals, and only hosts throw a problem for the user",
    ({ file, target }) => file.startsWith("src/core/") && target === "src/core/text/userProblem.ts",
  ],
  [
    "a rule is imported by the index alone",
    ({ file, target }) => /lint\/rules\/(?!index)/.test(target) && file !== "src/core/lint/rules/index.ts",
  ],
];

/** The rooms of core from the ground up. An import goes down, or stays in its room; rooms of one floor do not know each other. */
const floors: readonly (readonly string[])[] = [
  ["text", "regexp"],
  ["json"],
  ["yaml"],
  ["hosts"],
  ["file"],
  ["images", "carriers"],
  ["display"],
  ["credentials"],
  ["containerd"],
  ["lint", "convert", "pull"],
  ["pullErrors", "language", "deploy", "nodes", "verify"],
];
const roomOf = (path: string): string | undefined => /^src\/core\/(\w+)\//.exec(path)?.[1];
const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));

/** The files from which imports of values lead back to themselves. */
function circles(): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target, typeOnly } of imports)
    if (!typeOnly && target.startsWith("src/")) targets.set(file, [...(targets.get(file) ?? []), target]);
  const leadsTo = (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const waiting = [...(targets.get(from) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...(targets.get(next) ?? []));
    }
    return false;
  };
  return sources.filter((file) => leadsTo(file, file));
}

describe("the architecture", () => {
  it("has floors: no room of core imports one above it, or beside it", () => {
    const rooms = new Set(sources.flatMap((file) => roomOf(file) ?? []));
    assert.deepEqual(
      [...rooms].filter((room) => floorOf(room) < 0),
      [],
    );
    const up = imports.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== undefined && to !== undefined && from !== to && floorOf(from) <= floorOf(to);
    });
    assert.deepEqual(
      up.map(({ file, target }) => `${file} imports ${target}`),
      [],
    );
  });

  it("has no circle of imports", () => {
    assert.deepEqual(circles(), []);
  });

  for (const [sentence, breaks] of sentences)
    it(sentence, () => {
      assert.deepEqual(
        imports.filter(breaks).map(({ file, target }) => `${file} imports ${target}`),
        [],
      );
    });

  it("has every import in sight", () => {
    assert.ok(imports.length > 100);
  });

  it("takes folder, environment and streams of the process in two files of the command line alone", () => {
    const taking = sources.filter((file) =>
      /\bprocess\.(?:argv|cwd|env|exit|exitCode|stdin|stdout|stderr|chdir)\b|= process;/.test(readText(file)),
    );
    assert.deepEqual(taking, ["src/cli/main.ts", "src/cli/output.ts"]);
  });

  it("has no file over 400 lines, no utils folder, and a small extension.ts", () => {
    assert.deepEqual(
      sources.filter((file) => readText(file).split("\n").length > 400 || /\/utils?\//.test(file)),
      [],
    );
    assert.ok(readText("src/vscode/extension.ts").split("\n").length <= 42);
  });

  it("has one type for refusals, and one error class for users", () => {
    const declaring = (pattern: RegExp): readonly string[] => sources.filter((file) => pattern.test(readText(file)));
    assert.deepEqual(declaring(/^\s*(?:readonly )?problem: string;\n|\{ readonly problem: string \}/m), [
      "src/core/text/result.ts",
    ]);
    assert.deepEqual(declaring(/class \w*(?:Problem|Refusal|Fault) extends/), ["src/core/text/userProblem.ts"]);
  });

  it("reads settings in one file", () => {
    assert.deepEqual(
      sources.filter((file) => readText(file).includes("getConfiguration(")),
      ["src/vscode/settings.ts"],
    );
  });
});
