import type { ConverterState } from "../protocol.ts";
import { element, setText } from "./elements.ts";

const signs = { same: " ", added: "+", removed: "-", gap: " " } as const;

export interface Preview {
  readonly element: HTMLElement;
  show(state: ConverterState): void;
}

/** The edit that will be made, line by line, and a sentence on it for those who do not see it. */
export function createPreview(): Preview {
  const heading = element("h2", { id: "preview-heading" });
  const summary = element("p", { role: "status", "aria-live": "polite" });
  const code = element("code");
  const lines = element("pre", { tabindex: "0", "aria-labelledby": "preview-heading" }, code);
  const masked = element("p", { class: "hint" });
  const section = element("section", { "aria-labelledby": "preview-heading" }, heading, summary, lines, masked);
  return {
    element: section,
    show({ preview, texts, summary: sentence }) {
      setText(heading, texts.previewHeading);
      setText(summary, sentence);
      setText(masked, texts.masked);
      lines.hidden = preview.length === 0;
      masked.hidden = preview.length === 0;
      code.replaceChildren(
        ...preview.map(({ text, kind }) => element("span", { class: kind }, `${signs[kind]} ${text}\n`)),
      );
    },
  };
}
