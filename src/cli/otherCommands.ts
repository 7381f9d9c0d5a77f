// All but `lint`, which runs most often and is to start at once: the build makes one file of these.
export { convertCommand } from "./convert.ts";
export { explainCommand } from "./explain.ts";
export { extractCommand } from "./extract.ts";
export { imagesCommand } from "./images.ts";
export { readCommand } from "./read.ts";
export { renderCommand } from "./render.ts";
export { rotateCommand } from "./rotate.ts";
