// Whether the time of each regular expression of the sources is in proportion to the text. recheck proves it by automata,
// and gives an attack where it is not; safe-regex knows exponential ones alone, redos-detector takes an expression as if
// it were anchored. To prove all takes minutes, so verdicts are kept beside this file, by the expression; those of new ones
// are found at once. With `--update` they are written.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as acorn from "acorn";
import { transformSync } from "esbuild";

process.env.RECHECK_BACKEND = "worker";
const { checkSync } = await import("recheck");

const root = fileURLToPath(new URL("../..", import.meta.url));
const kept = fileURLToPath(new URL("regexps.json", import.meta.url));

const paths = "it is asked of paths alone, which systems bound to 4,096 characters";
const image = "texts of more than 600 characters are no images, and are left before it";
const own = "it is asked of texts of this project: pages of rules, and summaries of options";
const lines = "it begins at the start of a line alone, which recheck's fuzzer does not count in; measured";
const error = "an entry of a log is cut to 20,000 characters before it";
/** Those that take longer for a text that is made for it, each with what bounds the text. */
const bounded = {
  "/\\n\\s+at ([\\w.<> ]+) \\(|\\n\\s+at [^\\n]*?([^/\\\\\\n]+:\\d+:\\d+)\\)?/": "it is asked of the stack of an error",
  "/-+$/": "the text is cut to 63 characters before it",
  "/\\$(?:[A-Za-z_]\\w*|\\{[^}]*\\}|\\([^)]*\\))/": "texts of more than 500 characters are left before it",
  "/ `[\\s\\S]*` into /": "the error of yaml.v2 cuts each value to ten bytes",
};
/** The same by the file. */
const boundedFiles = {
  "src/cli/markdown.ts": own,
  "src/cli/completion.ts": own,
  "src/cli/format/sarifRules.ts": own,
  "src/core/images/helmValues.ts": paths,
  "src/core/file/recognise.ts": paths,
  "src/core/lint/rules/file-location.ts": paths,
  "src/core/text/gitignore.ts": paths,
  "src/core/images/imageMap.ts": image,
  "src/core/images/mention.ts": image,
  "src/core/language/selectionRanges.ts": "it is asked of 200 characters",
  "src/core/display/masked.ts": "the error of yaml.v2 cuts each value to ten bytes and closes its quotes",
  "src/core/yaml/invisible.ts": lines,
  "src/core/yaml/unquotedKey.ts": lines,
  "src/core/yaml/syntaxFix.ts": "it is asked of 64 characters",
  "src/core/file/repairEndpoint.ts": "texts of more than 400 characters are left before it",
  "src/core/file/release.ts": "texts of more than 100 characters are no target, and are left before it",
  "src/core/pullErrors/": error,
  "src/core/yaml/template.ts": "each search ends after 4,000 characters",
  "src/core/yaml/documents.ts": "each search ends after 4,000 characters",
  "src/core/lint/rules/carrier-value-not-quoted.ts": "it is asked of one expression, which ends after 4,000 characters",
  "src/core/carriers/shellTargets.ts": "each search ends after 100 characters",
  "src/core/carriers/dialects/braces.ts": "each search ends after 4,000 characters",
  "src/core/carriers/dialects/dollar.ts": "each search ends after 500 characters",
};

/** Every expression that is written in the sources, with the files that have it. */
function expressions() {
  const found = new Map();
  for (const file of readdirSync(`${root}/src`, { recursive: true }).filter((name) => name.endsWith(".ts"))) {
    const path = `src/${file.replaceAll("\\", "/")}`;
    const { code } = transformSync(readFileSync(`${root}/${path}`, "utf8"), { loader: "ts", target: "esnext" });
    const onToken = ({ type, value }) => {
      if (type.label !== "regexp") return;
      const { pattern, flags } = value;
      const known = found.get(`/${pattern}/${flags}`);
      if (known) known.files.push(path);
      else found.set(`/${pattern}/${flags}`, { pattern, flags, files: [path] });
    };
    acorn.parse(code, { ecmaVersion: "latest", sourceType: "module", onToken });
  }
  return found;
}

function verdictOf({ pattern, flags }) {
  try {
    const first = checkSync(pattern, flags, { checker: "auto", timeout: 3000 });
    return first.status === "unknown" ? checkSync(pattern, flags, { checker: "fuzz", timeout: 5000 }) : first;
  } catch {
    // recheck's own stack ends on some.
    return { status: "unknown" };
  }
}

const all = expressions();
const verdicts = JSON.parse(readFileSync(kept, "utf8"));
const known = new Set(Object.values(verdicts).flat());
const isBounded = (source, files) =>
  Object.hasOwn(bounded, source) ||
  files.every((file) => Object.keys(boundedFiles).some((start) => file.startsWith(start)));
const next = { safe: [], unknown: [], bounded: [] };
const vulnerable = [];
for (const [source, one] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const before = Object.keys(next).find((kind) => verdicts[kind]?.includes(source));
  const { status, complexity, attack } = before ? { status: before } : verdictOf(one);
  if (status === "safe" || status === "unknown") next[status].push(source);
  else if (isBounded(source, one.files)) next.bounded.push(source);
  else
    vulnerable.push(`${one.files.join(", ")}: ${source} is ${complexity?.summary ?? status}; ${attack?.pattern ?? ""}`);
}
for (const line of vulnerable) console.error(line);
for (const source of Object.keys(bounded)) if (!all.has(source)) console.error(`${source} is not there any more`);
if (process.argv.includes("--update")) writeFileSync(kept, `${JSON.stringify(next, null, 2)}\n`);
const fresh = [...all.keys()].filter((source) => !known.has(source)).length;
console.log(`${all.size} expressions, ${fresh} of them new; ${next.unknown.length} that recheck can't tell`);
if (vulnerable.length > 0) process.exitCode = 1;
