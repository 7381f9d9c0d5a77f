// `npm run corpus`: lints the shared corpus and prints, file by file, what is found, whether it is the known cause, and
// what is false. Needs the folder `shared` beside the project, or its path as an argument.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CorpusClass, judgeCorpus } from "./judge.ts";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
if (!existsSync(folder)) {
  console.error(`There is no corpus at ${folder}.`);
  process.exit(2);
}
const files = judgeCorpus(folder);
console.log("file | class | flagged | known cause | false");
console.log("---|---|---|---|---");
for (const { name, class: corpusClass, findings, cause, causeFound, fault } of files) {
  const ids = [...new Set(findings.map(({ id, severity }) => `${id} (${severity})`))].join(", ");
  const known = typeof cause === "string" ? cause : cause === undefined ? "–" : causeFound ? "yes" : "NO";
  console.log(`${name} | ${corpusClass} | ${ids || "–"} | ${known} | ${fault ?? "–"}`);
}
const classes: readonly CorpusClass[] = ["valid", "broken", "template", "foreign", "remark"];
console.log("");
for (const corpusClass of classes) {
  const of = files.filter((file) => file.class === corpusClass);
  const count = (severity: string): number =>
    of.filter(({ findings }) => findings.some((finding) => finding.severity === severity)).length;
  console.log(
    `${corpusClass}: ${of.length} files; with an error ${count("error")}, a warning ${count("warning")}, information ${count("information")}, a hint ${count("hint")}, nothing ${of.filter(({ findings }) => findings.length === 0).length}; false or missed ${of.filter(({ fault }) => fault !== undefined).length}`,
  );
}
