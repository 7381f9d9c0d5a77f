import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { withExpressions } from "../core/carriers/region.ts";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { searchImages, tooLargeToSearch } from "../core/images/find.ts";
import type { ImageMention } from "../core/images/mention.ts";
import { checkImages, type ImageStatus, isFault } from "../core/pull/checkImages.ts";
import { imageGroups, openTagNote } from "../core/pull/imageReport.ts";
import { maxFileSize } from "../core/text/limits.ts";
import { lineColumnsIn } from "../core/text/lines.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import {
  type Command,
  exitCodes,
  fileProblem,
  type Output,
  printable,
  type Surroundings,
  shownArgument,
} from "./command.ts";
import { type Input, inputsOf, isManifestName } from "./inputs.ts";
import { fileArgument, nodeTarget, readNamedFile } from "./namedFile.ts";
import { nodeOptions, nodeOptionsHelp, nodesOf } from "./nodes.ts";
import { readTextFile, type TextFile } from "./textFile.ts";

const help = `Usage: k3s-registries images [folders|files] [options]

Checks the images in Kubernetes manifests, Helm values, kustomizations and compose files against a registries.yaml:
which are pulled with a credential, through a mirror, without either, or not at all. Sends no request. Default: the
current folder.

Options:
  --file FILE                  the registries.yaml, or - for standard input; required unless exactly one is found
  --format FORMAT              text or json; default: text
${nodeOptionsHelp}
  --help                       show this help

Exit codes: 0 no problem found, 1 an image is refused, has an invalid name, or its credential is not sent, 2 a file
could not be read.
`;

/** Where an image is named; lines and columns start at 1. */
interface MentionPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export const imagesCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      file: { type: "string" },
      format: { type: "string", default: "text" },
      ...nodeOptions,
    });
    if (values.format !== "text" && values.format !== "json") throw new UserProblem("--format takes text, json");
    const operands = positionals.length === 0 ? ["."] : positionals;
    let complete = true;
    const onProblem = (line: string): void => {
      complete = false;
      output.note(`k3s-registries: ${line}`);
    };
    const chosen = values.file ?? (await onlyRegistries(operands, onProblem, surroundings));
    const { path } = fileArgument(chosen, surroundings.cwd);
    const { region, shown } = await readNamedFile(chosen, "standard input", surroundings);
    const asked = await nodesOf(values, path, output, surroundings);
    const target = nodeTarget(region, asked.target);
    const options = { ...asked, ...(target === undefined ? {} : { target }) };
    const mentions = await mentionsIn(operands, path, onProblem, output, surroundings);
    const written = region.shown.bind(region);
    const checked = checkImages(region.file, mentions, options);
    if (!checked.ok) {
      output.note(`k3s-registries: ${shownArgument(shown)}: ${printable(written(checked.problem))}`);
      return exitCodes.findings;
    }
    const check = region.carrier === undefined ? checked : withExpressions(checked, written);
    const groups = imageGroups(check.images);
    if (values.format === "json") await output.write(jsonOf(check.images));
    else
      for (const { status, note, images } of groups) {
        await output.write(`${titles[status]} (${images.length})${note ? `: ${note}` : ""}\n`);
        for (const image of images) await output.write(textOf(image));
        await output.write("\n");
      }
    if (values.format === "text" && (complete || mentions.length > 0))
      output.note(summary(check.images.length, mentions, groups));
    if (!complete) return exitCodes.failed;
    return check.images.some(({ status }) => isFault(status)) ? exitCodes.findings : exitCodes.clean;
  },
};

const titles: Readonly<Record<ImageStatus, string>> = {
  invalid: "Invalid name",
  refused: "Refused",
  unsent: "Credential not sent",
  anonymous: "Without a credential",
  secret: "With a pull Secret of the manifest",
  mirror: "From a mirror, without a credential",
  credential: "With a credential",
  public: "From a public registry, without a credential",
};

type Checked = Extract<ReturnType<typeof checkImages<MentionPlace>>, { readonly ok: true }>["images"];

function textOf(image: Checked[number]): string {
  const route = image.route.join(" -> ");
  const lines = [
    `  ${image.image}${image.openTag ? ` (${openTagNote})` : ""}`,
    ...(route === "" ? [] : [`    ${route}`]),
    ...(image.reason ? [`    ${image.reason}`] : []),
    ...image.places.map(({ path, line, column }) => `    ${path}:${line}:${column}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function jsonOf(images: Checked): string {
  const shown = images.map(({ image, openTag, status, registry, route, reason, places }) => ({
    image,
    openTag,
    status,
    registry: registry ?? null,
    route,
    reason: reason ?? null,
    places,
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

function summary(
  count: number,
  mentions: readonly { readonly place: MentionPlace }[],
  groups: ReturnType<typeof imageGroups<MentionPlace>>,
): string {
  if (count === 0) return "no images found";
  const files = new Set(mentions.map(({ place }) => place.path)).size;
  const parts = groups.map(({ images, status }) => `${images.length} ${titles[status].toLowerCase()}`);
  return `${count} ${count === 1 ? "image" : "images"} in ${files} ${files === 1 ? "file" : "files"}: ${parts.join("; ")}`;
}

/** @throws UserProblem when there is none, or several */
async function onlyRegistries(
  operands: readonly string[],
  onProblem: (line: string) => void,
  surroundings: Surroundings,
): Promise<string> {
  const folders: string[] = [];
  for (const operand of operands) if (await isFolder(operand, surroundings)) folders.push(operand);
  const found: Input[] = [];
  for (const input of inputsOf(folders, surroundings.cwd, ({ message }) => onProblem(message)))
    if (input.file !== undefined && (await isOurs(input.file, input.path, surroundings))) found.push(input);
  const [only, ...more] = found;
  if (!only) throw new UserProblem("no registries.yaml found; name one with --file");
  if (more.length === 0) return only.path;
  const shown = found.slice(0, 5).map(({ path }) => printable(path));
  throw new UserProblem(
    `several registries.yaml files found (${shown.join(", ")}${found.length > 5 ? ", …" : ""}); name one with --file`,
  );
}

async function isOurs(file: string, path: string, surroundings: Surroundings): Promise<boolean> {
  const { source } = await readTextFile(file, path, surroundings);
  return isRegistriesFile(file.replaceAll("\\", "/"), source.text);
}

async function isFolder(operand: string, { cwd }: Surroundings): Promise<boolean> {
  try {
    return (await stat(resolve(cwd, operand))).isDirectory();
  } catch (error) {
    throw fileProblem(error, operand);
  }
}

async function mentionsIn(
  operands: readonly string[],
  registries: string,
  onProblem: (line: string) => void,
  output: Output,
  surroundings: Surroundings,
): Promise<readonly { readonly mention: ImageMention; readonly place: MentionPlace }[]> {
  const found: { readonly mention: ImageMention; readonly place: MentionPlace }[] = [];
  for (const input of inputsOf(operands, surroundings.cwd, ({ message }) => onProblem(message), {
    isWanted: isManifestName,
  })) {
    if (input.file === resolve(surroundings.cwd, registries)) continue;
    try {
      const file = await manifest(input, output, surroundings);
      if (!file) continue;
      const { text } = file.source;
      const { images: mentions, unsearched } = searchImages(text, input.path);
      if (unsearched) output.note(`${printable(input.path)}: ${unsearched}`);
      const lineColumnOf = mentions.length > 0 ? lineColumnsIn(text) : undefined;
      for (const mention of mentions)
        if (lineColumnOf) found.push({ mention, place: { path: input.path, ...lineColumnOf(mention.span.start) } });
    } catch (error) {
      if (!(error instanceof UserProblem)) throw error;
      onProblem(error.message);
    }
  }
  return found;
}

/** The file; one that was found and is too large to be a manifest is left out. */
async function manifest(
  { file, path, found }: Input,
  output: Output,
  surroundings: Surroundings,
): Promise<TextFile | undefined> {
  const isLarge = found && file !== undefined && (await sizeOf(file)) > maxFileSize;
  if (!isLarge) return readTextFile(file ?? "-", path, surroundings);
  output.note(`${printable(path)}: ${tooLargeToSearch}`);
  return undefined;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
