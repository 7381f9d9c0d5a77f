import { readFileSync } from "node:fs";
import { openCarrier } from "../../../src/core/carriers/openCarrier.ts";
import { writeRegion } from "../../../src/core/carriers/writeRegion.ts";
import { wrapRegistries } from "../../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { fixCarrier, lintCarrier, offeredCarrierFixes } from "../../../src/core/lint/lintCarrier.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import { hostileTexts } from "../../carriers/hostileTexts.ts";

/** A string of HCL, or a template, and the variables that it may use. */
export interface HclInput {
  readonly text: string;
  readonly template?: true;
  readonly variables: Readonly<Record<string, string>>;
}

interface Strings {
  /** What the expressions of the others evaluate to. */
  readonly values: Readonly<Record<string, string>>;
  /** Operators and bodies. */
  readonly heredocs: readonly (readonly [string, string])[];
  /** The same, as people write them, with faults that have fixes. */
  readonly files: readonly (readonly [string, string])[];
  /** What is between two quotes. */
  readonly strings: readonly string[];
  /** Arguments of `jsonencode`. */
  readonly objects: readonly string[];
  /** Files for `templatefile`. */
  readonly templates: readonly string[];
  /** Lines that edits add, of which some must be escaped in one form or another. */
  readonly added: readonly string[];
}

const { values, heredocs, files, strings, objects, templates, added }: Strings = JSON.parse(
  readFileSync(new URL("strings.json", import.meta.url), "utf8"),
);

export { values };

/** Two values that say whether a text is moved or escaped on its way. */
const variables = { host: "reg.example.com", lines: "a\nb", spaced: " a " };

function heredoc([operator, body]: readonly [string, string]): string {
  const lineEnd = body.includes("\r\n") ? "\r\n" : "\n";
  return `k3s_registries = ${operator}EOT${lineEnd}${body}  EOT${lineEnd}`;
}

const written: readonly HclInput[] = [
  ...[...heredocs, ...files].map((body) => ({ text: heredoc(body), variables })),
  ...strings.map((string) => ({ text: `k3s_registries = "${string}"\n`, variables })),
  ...objects.map((object) => ({ text: `k3s_registries = jsonencode(${object})\n`, variables })),
  ...templates.map((text) => ({ text, template: true as const, variables })),
];

/** How a template is named, and a file. */
export function pathOf({ template }: HclInput): string {
  return template ? "registries.yaml.tftpl" : "main.tf";
}

/** An input after an edit or a fix, and the text that should arrive then, with its expressions as they are. */
export interface EditedInput {
  readonly input: HclInput;
  readonly arriving: string;
}

function editsOf(input: HclInput): readonly EditedInput[] {
  const carrier = openCarrier(pathOf(input), input.text);
  const linted = lintCarrier(carrier);
  const [region] = carrier.regions;
  if (region === undefined) return [];
  const starts = [...new Set([...region.text.matchAll(/\n|^/g)].map(({ index, 0: found }) => index + found.length))];
  const edited = starts.flatMap((start) =>
    added.flatMap((text) => {
      const edits = [{ start, end: start, text }];
      const changed = writeRegion(carrier, 0, edits);
      const arriving = region.written(applyEdits(region.text, edits));
      return changed === undefined ? [] : [{ input: { ...input, text: changed.carrier.text }, arriving }];
    }),
  );
  const fixed = [
    fixCarrier(linted).text,
    ...linted.findings.flatMap((finding) =>
      offeredCarrierFixes(linted, finding).map(({ edits }) => applyEdits(carrier.text, edits)),
    ),
  ].flatMap((text) => {
    const arriving = openCarrier(pathOf(input), text).regions[0]?.arriving;
    return arriving === undefined || text === input.text ? [] : [{ input: { ...input, text }, arriving }];
  });
  return [...edited, ...fixed];
}

/** Files that are made a part of a Terraform file. */
const wrapped: readonly EditedInput[] = Object.values(hostileTexts).flatMap((text) => {
  const made = wrapRegistries(openRegistries(text), "terraform");
  if (!made.ok) return [];
  const body = /^locals \{\n([\s\S]*)\}\n$/m.exec(made.text)?.[1] ?? "";
  return [{ input: { text: body, variables }, arriving: text.endsWith("\n") ? text : `${text}\n` }];
});

export const edited: readonly EditedInput[] = [...written.flatMap(editsOf), ...wrapped];

export const inputs: readonly HclInput[] = [
  ...new Map([...written, ...edited.map(({ input }) => input)].map((input) => [JSON.stringify(input), input])).values(),
];
