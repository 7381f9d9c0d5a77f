import { containerdPreview, registryAt } from "../../src/core/containerd/containerdPreview.ts";
import { comparedLines, maskedSides } from "../../src/core/convert/changePreview.ts";
import { convert, googleCredentialHosts } from "../../src/core/convert/convert.ts";
import { credentialHosts, extract } from "../../src/core/convert/extract.ts";
import { rotate } from "../../src/core/convert/rotate.ts";
import { type WrittenSecrets, writtenSecrets } from "../../src/core/display/maskedFile.ts";
import { openEdits } from "../../src/core/display/openEdits.ts";
import { shownHost } from "../../src/core/display/shown.ts";
import { sourceLines } from "../../src/core/display/sourceLine.ts";
import type { RegistriesFile } from "../../src/core/file/file.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { completionsIn } from "../../src/core/language/completion.ts";
import { definition } from "../../src/core/language/definition.ts";
import { hover } from "../../src/core/language/hover.ts";
import { references } from "../../src/core/language/references.ts";
import { renameEdits, renameTarget } from "../../src/core/language/rename.ts";
import { selectionRanges } from "../../src/core/language/selectionRanges.ts";
import { outline } from "../../src/core/language/symbols.ts";
import { fixing } from "../../src/core/lint/fixing.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { checkImages } from "../../src/core/pull/checkImages.ts";
import { mirrorExamples } from "../../src/core/pull/examples.ts";
import { pullPlan } from "../../src/core/pull/plan.ts";
import { planSummary } from "../../src/core/pull/summary.ts";
import { explainErrors } from "../../src/core/pullErrors/explainError.ts";
import { readPullErrors } from "../../src/core/pullErrors/pullError.ts";
import { lineStarts } from "../../src/core/text/lines.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { curlLines } from "../../src/core/verify/curl.ts";
import { planLines } from "../../src/core/verify/subject.ts";
import { hostTarget, imageTargets } from "../../src/core/verify/target.ts";
import { credentialWith, fakeKeyCredential } from "../core/fakeCredentials.ts";

/**
 * What an editor shows of a text: it is read once, then asked at an offset.
 *
 * @returns all that the user gets to see there: texts, in whatever objects and lists
 */
export type Provider = (text: string) => (offset: number) => unknown;

/** Everything that is told or offered in a registries.yaml. A new one is a line here. */
export const providers: Readonly<Record<string, Provider>> = {
  hover: ofFile((file) => (offset) => hover(file, offset)),
  completion: (text) => completionsIn(openRegistries(text), { imageHosts: ["images.example.com", "docker.io"] }),
  outline: ofText((text) => outline(openRegistries(text))),
  "containerd preview": ofText((text) => {
    const { remarks, text: page } = containerdPreview(openRegistries(text), {});
    return [remarks, page];
  }),
  "containerd preview of the cursor": ofFile((file) => (offset) => registryAt(file, offset) === undefined),
  definition: ofFile((file) => (offset) => definition(file, offset)),
  references: ofFile((file) => (offset) => references(file, offset)),
  rename: ofFile(renames),
  "selection ranges": (text) => {
    const first = -1;
    const ranges = selectionRanges(
      openRegistries(text),
      [...Array(text.length + 3).keys()].map((index) => index + first),
    );
    return (offset) => ranges[offset - first];
  },
  "pull plans": ofText((text) => plans(openRegistries(text))),
  "requests of a check": ofText((text) => requests(openRegistries(text))),
  "check of images": ofText((text) => check(openRegistries(text))),
  "errors of pulls": ofText((text) => explained(openRegistries(text))),
  findings: ofText(findings),
  "lines of findings": ofText(sourceLinesOf),
  "edits of fixes": ofText(shownEdits),
  "diff of all fixes": ofText(fixDiff),
  "preview of a conversion": ofText(conversions),
  "preview of a rotation": ofText(rotation),
  extraction: ofText(extraction),
};

/** Every line as the command line shows it, before and after all fixes. */
function sourceLinesOf(text: string): unknown {
  const { linted, result } = fixing(text);
  const [before, after] = [linted, result].map(({ file }) => writtenSecrets(file.doc)) as [
    WrittenSecrets,
    WrittenSecrets,
  ];
  const shown = (lineAt: ReturnType<typeof sourceLines>, { text: whole }: typeof before): readonly string[] =>
    lineStarts(whole).map((start) => Array.from(lineAt(start), (part) => part.text).join(""));
  return [shown(sourceLines(before), before), shown(sourceLines(after, before), after)];
}

/** The edits of fixes that reports contain. */
function shownEdits(text: string): unknown {
  const file = openRegistries(text);
  const open = openEdits(writtenSecrets(file.doc));
  return lint(file).flatMap(({ fixes }) => fixes.map(({ edits }) => open(edits)?.map((edit) => edit.text)));
}

function fixDiff(text: string): unknown {
  const { linted, result } = fixing(text);
  return comparedLines(writtenSecrets(linted.file.doc), writtenSecrets(result.file.doc)).map((line) => line.text);
}

/** What is told of a file: sentences, those of other places, titles of fixes. */
function findings(text: string): unknown {
  const settings = [{}, { target: { product: "k3s", version: [1, 27, 3] } }, { embeddedRegistry: true }] as const;
  const file = openRegistries(text);
  return settings.flatMap((setting) =>
    lint(file, setting).map(({ message, related, fixes }) => [
      quotes(message),
      related.map((other) => quotes(other.message)),
      fixes.map(({ title }) => quotes(title)),
    ]),
  );
}

/** What of a rule's sentence can come from the file: the rest is the rule's own words. */
export function quotes(sentence: string): readonly string[] {
  const found = sentence.match(/"[^"]*"|\S*[^\s\w]\S*|\S*\d\S*/g) ?? [];
  // What a PEM text calls itself is no part of a key.
  return found.filter((word) => !/^\(?(?:[A-Z]+ )*(?:CERTIFICATE|KEY)\W*$/.test(word));
}

export const [newKey, newPassword] = [
  fakeKeyCredential({ private_key_id: "feed" }),
  credentialWith({ username: "new-user", password: "n3w-Password" }),
];

/** What a page shows of a conversion: its changes, the preview, and the two sides of a comparison. */
function conversions(text: string): unknown {
  const assignments = [{ credential: newPassword, hosts: ["registry.example.com"] }];
  const conversion = convert({ assignments, mirrors: true, existing: openRegistries(text) });
  if (!conversion.ok) return conversion.problem;
  const { changes, preview, edits } = conversion;
  return [
    changes,
    preview,
    maskedSides(openRegistries(text), edits, { old: "old", new: "new" }),
    googleCredentialHosts(openRegistries(text)),
  ];
}

function rotation(text: string): unknown {
  const rotated = rotate(openRegistries(text), newKey);
  return rotated.ok ? [rotated.changes, rotated.others, rotated.preview] : rotated.problem;
}

/** The question whose credential to extract, and why one can't be. */
function extraction(text: string): unknown {
  const file = openRegistries(text);
  return [credentialHosts(file).map(shownHost), extract(file, "no.example.com", "docker-config")];
}

/**
 * The name in the box is the text under the cursor; anything else in it would be shown. What a rename does depends on the
 * place that is renamed alone, so each place is renamed once. Its edits are not shown.
 */
function renames(file: RegistriesFile): (offset: number) => unknown {
  const { text } = file.doc;
  const done = new Map<number, unknown>();
  return (offset) => {
    const target = renameTarget(file, offset);
    if ("problem" in target) return target;
    const { start, end, name } = target;
    if (!done.has(start)) {
      const renamed = renameEdits(openRegistries(text), offset, "renamed.example.com:5000");
      const problem = "problem" in renamed ? renamed.problem : applyEdits(text, renamed.edits) && "";
      done.set(start, [problem, text.slice(start, end) === name ? "" : name]);
    }
    return done.get(start);
  };
}

/** The ends of errors, one of each kind that has causes of its own in a file. */
const errorEnds = [
  "failed to fetch anonymous token: unexpected status: 403 Forbidden",
  "failed to fetch oauth token: unexpected status: 401 Unauthorized",
  "x509: certificate signed by unknown authority",
  "http: server gave HTTP response to HTTPS client",
  "no such host",
  "manifest unknown",
];

const read = new Map<string, ReturnType<typeof readPullErrors>>();

/** Most files have the same images: each line is read once. */
function errorsOf(line: string): ReturnType<typeof readPullErrors> {
  const errors = read.get(line) ?? readPullErrors(line);
  read.set(line, errors);
  return errors;
}

/** What is told of errors of the pulls of some images. The edits of fixes are not shown, but their titles. */
export function explained(file: RegistriesFile): unknown {
  const examples = mirrorExamples(file).map(({ image }) => image);
  const lines = [images[1], ...examples.slice(0, 2)].flatMap((image) =>
    errorEnds.map((end) => `Failed to pull image "${image}": ${end}`),
  );
  const pasted = [
    ...lines,
    'level=info msg="Waiting to retrieve agent configuration; server is not ready: yaml: line 1: x"',
    'level=error msg="failed to decode hosts.toml"',
  ];
  const errors = pasted.flatMap(errorsOf);
  return explainErrors(errors, file).map(({ causes, ...rest }) => [
    rest,
    causes.map(({ text: said, details, ruleId, fixes }) => [
      // Of a rule's sentences only what comes from the file: the rest is the rule's own words.
      ruleId === undefined ? said : (said.match(/"[^"]*"|\S*[.:@_=]\S*/g) ?? []),
      details,
      fixes.map(({ title }) => title),
    ]),
  ]);
}

const images = ["nginx", "gcr.io/project/image:1", `registry.example.com:5000/team/app@sha256:${"0".repeat(64)}`];

/** What is told of the pulls of some images, and of one by each mirror. */
export function requests(file: RegistriesFile): unknown {
  const image = parseImage("registry.example.com/a/b:1");
  const found = [
    ...credentialHosts(file).map((host) => hostTarget(file, host, {})),
    ...(image.ok ? [imageTargets(file, image.image, {})] : []),
  ];
  return found.map((made) => {
    if (!made.ok) return made.problem;
    const targets = "target" in made ? [made.target] : made.targets;
    return targets.map((target) => [planLines({ target }), curlLines(target)]);
  });
}

export function plans(file: RegistriesFile): unknown {
  const examples = mirrorExamples(file);
  const named = [...images, ...examples.map(({ image }) => image)].map(parseImage);
  const made = named.flatMap((reading) => (reading.ok ? [pullPlan(file, reading.image)] : []));
  return [
    examples,
    made.map((reading) => (reading.ok ? [planSummary(reading.plan), withoutPaths(reading.plan)] : reading)),
  ];
}

/** What is told of the images of a workspace; the images themselves are not the file's. */
export function check(file: RegistriesFile): unknown {
  const named = [...images, ...mirrorExamples(file).map(({ image }) => image)];
  const mentions = named.map((image) => ({
    place: undefined,
    mention: { text: image, span: { start: 0, end: 0 }, source: "compose", openTag: false, pullSecret: false } as const,
  }));
  return checkImages(file, mentions);
}

/** Paths find places and are not shown. */
function withoutPaths(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPaths);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === "path" || key === "rewrite" ? [] : [[key, withoutPaths(inner)]],
    ),
  );
}

/** One that shows the same wherever the cursor stands. */
function ofText(show: (text: string) => unknown): Provider {
  return (text) => {
    const shown = show(text);
    return () => shown;
  };
}

function ofFile(show: (file: RegistriesFile) => (offset: number) => unknown): Provider {
  return (text) => show(openRegistries(text));
}

/** Every text in what a provider gives, at any depth. */
export function shownTexts(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value === "string") found.push(value);
  if (typeof value !== "object" || value === null) return found;
  if (value instanceof Map) return shownTexts([...value], found);
  for (const inner of Object.values(value)) shownTexts(inner, found);
  return found;
}
