import { element } from "../page/elements.ts";
import type { ExplainTexts, FactView, NoteView, StepCredentialView, StepView } from "../protocol/explain.ts";
import { icon } from "./icon.ts";
import { noteParagraph, placeLink } from "./links.ts";

/** One station of the way, with what it leads to. */
export function stepItem(step: StepView, number: number, texts: ExplainTexts): HTMLElement {
  const { kind, label, title, link, facts, notes, credential } = step;
  const heading = element("h3", {}, element("span", { class: "label" }, label), " ", brokenAtSlashes(title));
  const card = element(
    "div",
    { class: "card station" },
    element("div", { class: "head" }, icon(kind), heading, ...(link ? [placeLink(link)] : [])),
    ...factList(facts),
    ...(credential ? noteList(notes, texts) : notes.map(noteParagraph)),
  );
  const marker = element("span", { class: "number", "aria-hidden": "true" }, String(number));
  return element(
    "li",
    { class: `step ${kind}` },
    marker,
    element("div", { class: "stations" }, card, ...(credential ? [credentialCard(credential, texts)] : [])),
  );
}

function credentialCard({ kind, mark, title, lines, link }: StepCredentialView, texts: ExplainTexts): HTMLElement {
  const heading = element(
    "h4",
    {},
    element("span", { class: "label" }, texts.credential),
    " ",
    ...(mark === undefined ? [title] : [element("strong", { class: "mark" }, mark)]),
  );
  return element(
    "div",
    { class: `card credential ${kind}` },
    element(
      "div",
      { class: "head" },
      icon(kind === "sent" || kind === "node" ? "key" : "warning"),
      heading,
      ...(link ? [placeLink(link)] : []),
    ),
    ...lines.map((line) => element("p", {}, line)),
  );
}

/** What is known of something, a line each; nothing for nothing. */
export function factList(facts: readonly FactView[]): readonly HTMLElement[] {
  return facts.length > 0 ? [element("dl", {}, ...facts.map(factGroup))] : [];
}

function factGroup({ name, value, code, link }: FactView): HTMLElement {
  const shown = code ? element("code", {}, brokenAtSlashes(value)) : value;
  return element("div", {}, element("dt", {}, name), element("dd", {}, shown, ...(link ? [" ", placeLink(link)] : [])));
}

/** What is to be known of a registry; of other stations the text itself is all there is to tell. */
function noteList(notes: readonly NoteView[], texts: ExplainTexts): readonly HTMLElement[] {
  if (notes.length === 0) return [];
  const items = notes.map((note) => element("li", {}, noteParagraph({ ...note, text: `${texts.note} ${note.text}` })));
  return [element("ul", { class: "notes" }, ...items)];
}

/** A text that may break after each slash, so that names and addresses do not break in a word as long as they can. */
function brokenAtSlashes(text: string): HTMLElement {
  const parts = text.split(/(?<=[^/]\/)(?!\/)|(?<=[?@&])/);
  return element("span", {}, ...parts.flatMap((part, index) => (index === 0 ? [part] : [element("wbr"), part])));
}
