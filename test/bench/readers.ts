import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { containerdPreview, registryAt } from "../../src/core/containerd/containerdPreview.ts";
import { convert } from "../../src/core/convert/convert.ts";
import { credentialHosts, extract } from "../../src/core/convert/extract.ts";
import { insertions } from "../../src/core/convert/insert.ts";
import { rotate } from "../../src/core/convert/rotate.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { credentialKind, readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { maskedError, maskedRegistry } from "../../src/core/display/masked.ts";
import { secretSpans } from "../../src/core/display/secretSpans.ts";
import type { RegistriesFile } from "../../src/core/file/file.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { isRegistriesFile } from "../../src/core/file/recognise.ts";
import { findImages } from "../../src/core/images/find.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { repairJson } from "../../src/core/json/repairJson.ts";
import { indentedJson, oneLineJson } from "../../src/core/json/tokens.ts";
import { completions } from "../../src/core/language/completion.ts";
import { definition } from "../../src/core/language/definition.ts";
import { hover } from "../../src/core/language/hover.ts";
import { references } from "../../src/core/language/references.ts";
import { renameEdits } from "../../src/core/language/rename.ts";
import { selectionRanges } from "../../src/core/language/selectionRanges.ts";
import { outline } from "../../src/core/language/symbols.ts";
import { disableInFile, disableNextLine } from "../../src/core/lint/disable.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { lintCarrier } from "../../src/core/lint/lintCarrier.ts";
import { parseSettingsFile } from "../../src/core/lint/settingsFile.ts";
import { checkImages } from "../../src/core/pull/checkImages.ts";
import { mirrorExamples } from "../../src/core/pull/examples.ts";
import { pullPlan } from "../../src/core/pull/plan.ts";
import { explainErrors } from "../../src/core/pullErrors/explainError.ts";
import { readPullErrors } from "../../src/core/pullErrors/pullError.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import type { ShapeKind } from "./shapes.ts";

/** Whatever the product does with a text on its own or at one command. */
export interface Reader {
  /** @param open reads a registries.yaml; another one than the product's may keep what it has read */
  readonly run: (text: string, open?: Open) => unknown;
  /** How often it is done in a run, each time from the text on. */
  readonly calls: number;
}

type Open = (text: string) => RegistriesFile;

function credentials(): readonly Credential[] {
  const reading = readCredentials(fakeKeyFile());
  return reading.ok ? reading.credentials : [];
}
const [key] = credentials();

/** Where a cursor is put: the end is where people type. */
function offsetsOf(text: string): readonly number[] {
  return [Math.floor(text.length / 2), text.length];
}
function at(reader: (text: string, offset: number, open: Open) => unknown): Reader {
  return {
    run: (text, open = openRegistries) => offsetsOf(text).map((offset) => reader(text, offset, open)),
    calls: 2,
  };
}

type Once = (text: string, open: Open) => unknown;

function once(reader: Once): Reader {
  return { run: (text, open = openRegistries) => reader(text, open), calls: 1 };
}

/** Each reader once, unless it says how often. */
function readersOf(named: Readonly<Record<string, Reader | Once>>): Readonly<Record<string, Reader>> {
  return Object.fromEntries(
    Object.entries(named).map(([name, reader]) => [name, typeof reader === "function" ? once(reader) : reader]),
  );
}

const ofFile = readersOf({
  recognise: (text) => ["", "/etc/registries.yaml"].map((path) => isRegistriesFile(path, text)),
  lint: (text, open) => lint(open(text)),
  "edits of the first fix": (text, open) =>
    lint(open(text))
      .find(({ fixes }) => fixes.length > 0)
      ?.fixes.map(({ edits }) => edits),
  "fix all": (text) => fixAll(text),
  disable: at((text, start) => [
    disableNextLine(text, { id: "unknown-key", start }),
    disableInFile(text, "unknown-key"),
  ]),
  hover: at((text, offset, open) => hover(open(text), offset)),
  completion: at((text, offset, open) => completions(open(text), offset)),
  definition: at((text, offset, open) => definition(open(text), offset)),
  references: at((text, offset, open) => references(open(text), offset)),
  rename: at((text, offset, open) => renameEdits(open(text), offset, "renamed.example.com")),
  "selection ranges": (text, open) => selectionRanges(open(text), offsetsOf(text)),
  outline: (text, open) => outline(open(text)),
  "secret spans": (text, open) => secretSpans(open(text).doc),
  masked: (text, open) => {
    const { reading } = open(text);
    return reading.ok ? maskedRegistry(reading.registry) : maskedError(reading);
  },
  preview: (text, open) => containerdPreview(open(text), {}),
  "registry at the cursor": at((text, offset, open) => registryAt(open(text), offset)),
  plans: (text, open) => {
    const file = open(text);
    return ["nginx", "reg-0.example.com/a:1", "docker.io/a/b"].map((name) => {
      const image = parseImage(name);
      return image.ok && pullPlan(file, image.image);
    });
  },
  examples: (text, open) => mirrorExamples(open(text)),
  "check of images": (text, open) =>
    checkImages(open(text), [
      {
        place: undefined,
        mention: { text: "nginx", span: { start: 0, end: 0 }, source: "compose", openTag: false, pullSecret: false },
      },
    ]),
  convert: (text, open) =>
    key &&
    convert({
      assignments: [{ credential: key, hosts: ["us-docker.pkg.dev"] }],
      mirrors: true,
      existing: open(text),
    }),
  insert: at((text, offset, open) =>
    insertions(open(text), { start: offset, end: offset }, key ? [key] : [], {
      suggestedHosts: ["us-docker.pkg.dev"],
      mirrors: true,
    }),
  ),
  rotate: (text, open) => key && rotate(open(text), key),
  extract: (text, open) => {
    const file = open(text);
    return credentialHosts(file)
      .slice(0, 1)
      .map((host) => extract(file, host, "google-key"));
  },
  "kind of credential": credentialKind,
  "settings file": parseSettingsFile,
  images: (text) => findImages(text, "values.yaml"),
});

/** A file that carries a registries.yaml, under the names that decide how it is read. */
const ofCarrier = readersOf(
  Object.fromEntries(
    ["install.sh", "user-data.yaml", "main.tf", "flake.nix", "Vagrantfile", "Makefile", "README.md"].map((path) => [
      path,
      (text: string) => lintCarrier(openCarrier(path, text)),
    ]),
  ),
);

/** The text as a password, as converter and rules look at it. */
const ofCredential = readersOf({
  "kind of credential": credentialKind,
  "read credentials": readCredentials,
  "repair JSON": repairJson,
  "JSON on one line": oneLineJson,
  "indented JSON": indentedJson,
  "convert what is read": (text) => {
    const reading = readCredentials(text);
    return (
      reading.ok &&
      convert({
        assignments: reading.credentials.map((credential) => ({ credential, hosts: credential.hosts })),
        mirrors: true,
      })
    );
  },
  "lint of the file itself": (text, open) => lint(open(text)),
});

const ofManifest = readersOf({
  recognise: (text) => ["", "/etc/registries.yaml"].map((path) => isRegistriesFile(path, text)),
  images: {
    run: (text) => ["values.yaml", "kustomization.yaml", "x.yaml"].map((path) => findImages(text, path)),
    calls: 3,
  },
  "kind of credential": credentialKind,
  completion: at((text, offset, open) => completions(open(text), offset)),
  lint: (text, open) => lint(open(text)),
});

const ofError = readersOf({
  "errors of pulls": readPullErrors,
  explain: (text) => explainErrors(readPullErrors(text), openRegistries("mirrors: {}\n")),
});

export const readers: Readonly<Record<ShapeKind, Readonly<Record<string, Reader>>>> = {
  file: ofFile,
  carrier: ofCarrier,
  credential: ofCredential,
  manifest: ofManifest,
  error: ofError,
};
