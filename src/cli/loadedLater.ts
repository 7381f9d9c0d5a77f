// All but `lint` with its output for people, which runs most often and is to start at once. The build makes one file of
// these: each further one would split what they share with `lint` into more files to load.
export { carrierFile, checkedCarrier } from "./carrierFile.ts";
export { checkCommand } from "./check.ts";
export { completionCommand } from "./completion.ts";
export { convertCommand } from "./convert.ts";
export { deployCommand } from "./deploy.ts";
export { explainCommand } from "./explain.ts";
export { explainRule } from "./explainRule.ts";
export { extractCommand } from "./extract.ts";
export { replaceFile } from "./fileWriting.ts";
export { diff } from "./format/diff.ts";
export { github } from "./format/github.ts";
export { gitlab } from "./format/gitlab.ts";
export { json } from "./format/json.ts";
export { junit } from "./format/junit.ts";
export { rdjson } from "./format/rdjson.ts";
export { sarif } from "./format/sarif.ts";
export { imagesCommand } from "./images.ts";
export { initCommand } from "./init.ts";
export { readCommand } from "./read.ts";
export { renderCommand } from "./render.ts";
export { rotateCommand } from "./rotate.ts";
export { verifyCommand } from "./verify.ts";
