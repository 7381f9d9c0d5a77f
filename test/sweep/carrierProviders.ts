import type { CarrierFile } from "../../src/core/carriers/openCarrier.ts";
import { type Region, withExpressions } from "../../src/core/carriers/region.ts";
import { containerdPreview } from "../../src/core/containerd/containerdPreview.ts";
import { comparedLines } from "../../src/core/convert/changePreview.ts";
import { convertIntoRegion, rotateInRegion } from "../../src/core/convert/convertIntoRegion.ts";
import { wrapForms, wrapMasked } from "../../src/core/deploy/wrapRegistries.ts";
import { carrierSecrets } from "../../src/core/display/carrierSecrets.ts";
import { openEdits } from "../../src/core/display/openEdits.ts";
import { sourceLines } from "../../src/core/display/sourceLine.ts";
import { completionsIn } from "../../src/core/language/completion.ts";
import { hover } from "../../src/core/language/hover.ts";
import { outline } from "../../src/core/language/symbols.ts";
import {
  type CarrierFixing,
  fixCarrier,
  lintCarrier,
  offeredCarrierFixes,
  regionSettings,
} from "../../src/core/lint/lintCarrier.ts";
import { lineStarts } from "../../src/core/text/lines.ts";
import { check, explained, newKey, newPassword, plans, quotes, requests } from "./providers.ts";

/** All that an editor shows of a file that carries registries.yaml files. */
type CarrierProvider = (carrier: CarrierFile) => unknown;

/** Everything that is told or offered in such a file. A new one is a line here. */
export const carrierProviders: Readonly<Record<string, CarrierProvider>> = {
  hover: ofRegion((region) => tokens(region).map((offset) => hover(region.file, offset)?.lines)),
  completion: ofRegion(({ file, text }) => {
    const at = completionsIn(file, { imageHosts: ["images.example.com"] });
    // What is offered depends on the line, and where in it.
    return [...text.matchAll(/(?<=: )|(?<=- )|$|(?<=\/\/)/gm)].map(({ index }) => at(index));
  }),
  "expressions of credentials": ofRegion(({ text, expressions }) =>
    expressions.map(({ start, end }) => text.slice(start, end)),
  ),
  "outline and names": ofRegion((region) => [outline(region.file), region.name]),
  "containerd preview": ofRegion(({ file, ...region }) => {
    const { remarks, text } = containerdPreview(file, regionSettings({ ...region, file } as Region, {}));
    return [remarks, text];
  }),
  "pull plans": ofRegion(({ file }) => plans(file)),
  "requests of a check": ofRegion(({ file }) => requests(file)),
  "check of images": ofRegion(({ file }) => check(file)),
  "errors of pulls": ofRegion(({ file }) => explained(file)),
  findings: (carrier) => {
    const linted = lintCarrier(carrier);
    return linted.findings.map((finding) => [
      quotes(finding.message),
      finding.related.map(({ message }) => quotes(message)),
      finding.fixes.map(({ title }) => quotes(title)),
      offeredCarrierFixes(linted, finding).map(({ title }) => quotes(title)),
    ]);
  },
  "lines of findings": (carrier) => {
    const { before, after } = fixedOf(carrier);
    const [was, now] = [carrierSecrets(before.carrier), carrierSecrets(after.carrier)];
    const lines = (at: ReturnType<typeof sourceLines>, text: string): readonly string[] =>
      lineStarts(text).map((start) => Array.from(at(start), (part) => part.text).join(""));
    return [lines(sourceLines(was), was.text), lines(sourceLines(now, was), now.text)];
  },
  "edits of fixes": (carrier) => {
    const open = openEdits(carrierSecrets(carrier));
    return lintCarrier(carrier).findings.flatMap(({ fixes }) =>
      fixes.map(({ edits }) => open(edits)?.map((edit) => edit.text)),
    );
  },
  "diff of all fixes": (carrier) => {
    const { before, after } = fixedOf(carrier);
    const compared = comparedLines(carrierSecrets(before.carrier), carrierSecrets(after.carrier));
    return compared.map((line) => line.text);
  },
  "preview of a conversion": (carrier) =>
    carrier.regions.map((_, index) => {
      const assignments = [{ credential: newPassword, hosts: ["mirror.example.com"] }];
      const made = convertIntoRegion(carrier, index, { assignments, mirrors: true });
      return made.ok ? [made.changes, made.preview] : made.problem;
    }),
  "preview of a rotation": (carrier) =>
    carrier.regions.map((_, index) => {
      const made = rotateInRegion(carrier, index, newKey);
      return made.ok ? [made.changes, made.others, made.preview] : made.problem;
    }),
  "masked carriers": ofRegion(({ file }) => {
    const made = wrapForms.map((form) => wrapMasked(file, form));
    return made.map((one) => (one.ok ? one.text : one.problem));
  }),
};

const fixed = new WeakMap<CarrierFile, CarrierFixing>();

/** What all fixes do to a file: two providers show it. */
function fixedOf(carrier: CarrierFile): CarrierFixing {
  const made = fixed.get(carrier) ?? fixCarrier(lintCarrier(carrier));
  fixed.set(carrier, made);
  return made;
}

/** What is shown of each region, with the expressions of its carrier as every host shows them. */
function ofRegion(show: (region: Region) => unknown): CarrierProvider {
  return ({ regions }) => regions.map((region) => withExpressions(show(region), (text) => region.shown(text)));
}

function tokens({ text }: Region): readonly number[] {
  return [...text.matchAll(/[\w.-]+|[^\s\w]/g)].map(({ index }) => index);
}
