import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { isRegistriesFile } from "../../src/core/file/recognise.ts";
import { type Finding, lint } from "../../src/core/lint/lint.ts";
import { causes, errorsOnValid } from "./causes.ts";

export type CorpusClass = "valid" | "broken" | "template" | "foreign" | "remark";

/** One file of the corpus with what is known of it and what is found in it. */
export interface Judged {
  readonly name: string;
  readonly number: string;
  readonly class: CorpusClass;
  readonly verdict: string;
  readonly findings: readonly Finding[];
  /** The rules of which one names the cause of a broken file, or why none can; `undefined` for other files. */
  readonly cause: readonly string[] | string | undefined;
  readonly causeFound: boolean;
  /** What must not be: an error on a valid file or a template, anything on a foreign one, a missed cause. */
  readonly fault: string | undefined;
}

/**
 * Lints every file of the shared corpus and holds the findings against what its index says.
 *
 * @param folder the corpus, with its INDEX.md
 */
export function judgeCorpus(folder: string): readonly Judged[] {
  const rows = readFileSync(join(folder, "INDEX.md"), "utf8").matchAll(/^\| `([^`]+)` \|(.*)$/gm);
  return Array.from(rows, ([, name = "", cells = ""]) => {
    const [source = "", kind = "", verdict = "", , remarks = ""] = cells.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return judge(
      name,
      classOf(name, kind, verdict, remarks),
      verdict,
      source,
      readFileSync(join(folder, name), "utf8"),
    );
  });
}

function classOf(name: string, kind: string, verdict: string, remarks: string): CorpusClass {
  if (/must not be linted|k3d config/.test(verdict)) return "foreign";
  if (/TEMPLATE/.test(remarks) || /template|render|after expansion/.test(verdict) || kind === "templated")
    return "template";
  if (causes[name.slice(0, 3)] !== undefined) return "broken";
  return /^(?:known )?valid|^accepted|^works/.test(verdict) ? "valid" : "remark";
}

function judge(name: string, corpusClass: CorpusClass, verdict: string, source: string, text: string): Judged {
  const number = name.slice(0, 3);
  const path = /(?:^|[\s/])(registries\.ya?ml)(?=\s|$)/.exec(source)?.[1] ?? "registries.yaml";
  const ours = isRegistriesFile(path, text);
  const findings = ours ? lint(openRegistries(text), { place: { path } }) : [];
  const cause = causes[number];
  const causeFound = Array.isArray(cause) && findings.some(({ id }) => cause.includes(id));
  const errors = findings.filter(({ severity }) => severity === "error");
  const fault =
    corpusClass === "foreign" && findings.length > 0
      ? "a finding on a foreign file"
      : corpusClass === "valid" && errors.length > 0 && errorsOnValid[number] === undefined
        ? "an error on a valid file"
        : corpusClass === "template" && errors.length > 0
          ? "an error on a template"
          : Array.isArray(cause) && !causeFound
            ? "its cause is missed"
            : undefined;
  return { name, number, class: corpusClass, verdict, findings, cause, causeFound, fault };
}
