import { element } from "../page/elements.ts";
import type { CauseView, ErrorView, ExplainTexts, SuspicionView } from "../protocol/explain.ts";
import { noteParagraph } from "./links.ts";
import { factList } from "./step.ts";

/** One error: what it means, what in the file leads to it, what else does. */
export function errorSection(
  { headline, facts, remarks, causes, lookFor, outside }: ErrorView,
  number: number,
  texts: ExplainTexts,
): HTMLElement {
  const id = `error-${number}`;
  return element(
    "section",
    { class: "card error", "aria-labelledby": id },
    element("h2", { id }, headline),
    ...factList(facts),
    ...remarks.map((remark) => noteParagraph({ text: `${texts.note} ${remark}`, link: undefined })),
    ...(causes ? causeList(causes, texts) : []),
    ...(lookFor.length === 0
      ? []
      : [
          element("h3", {}, texts.lookForHeading),
          element("ol", { class: "look-for" }, ...lookFor.map((suspicion) => suspicionItem(suspicion))),
        ]),
    ...(outside.length === 0
      ? []
      : [
          element("h3", {}, texts.outsideHeading),
          element("ol", { class: "outside" }, ...outside.map((cause) => element("li", {}, cause))),
        ]),
  );
}

function causeList(causes: readonly CauseView[], texts: ExplainTexts): readonly HTMLElement[] {
  const heading = element("h3", {}, texts.causesHeading);
  if (causes.length === 0) return [heading, element("p", {}, texts.noCauses)];
  return [heading, element("ol", { class: "causes" }, ...causes.map((cause) => causeItem(cause)))];
}

function suspicionItem({ text, rule }: SuspicionView): HTMLElement {
  return element("li", {}, `${text} `, element("a", { href: rule.page }, rule.id));
}

function causeItem({ text, details, link, rule, fixes }: CauseView): HTMLElement {
  return element(
    "li",
    {},
    noteParagraph({ text, link }),
    ...details.map((line) => element("p", {}, line)),
    ...(fixes.length === 0 && !rule
      ? []
      : [
          element(
            "p",
            { class: "line fixes" },
            ...fixes.map(({ fix, title }) => element("button", { type: "button", "data-fix": String(fix) }, title)),
            ...(rule ? [element("a", { href: rule.page }, rule.id)] : []),
          ),
        ]),
  );
}
