import { element, type Part, setText } from "../page/elements.ts";
import { showChanged } from "../page/showChanged.ts";
import type { ConverterState } from "../protocol/converter.ts";

const signs = { same: " ", added: "+", removed: "-", gap: " " } as const;

/** The edit that will be made, line by line. */
export function createPreview(): Part<ConverterState> {
  const code = element("code");
  const lines = element("pre", { tabindex: "0", role: "group", "aria-labelledby": "preview-heading" }, code);
  const masked = element("p", { class: "hint" });
  const part = element("div", { class: "preview" }, lines, masked);
  return {
    element: part,
    show({ preview, texts }) {
      setText(masked, texts.masked);
      part.hidden = preview.length === 0;
      showChanged(
        code,
        preview.map(({ text, kind }) => element("span", { class: kind }, `${signs[kind]} ${text}\n`)),
      );
    },
  };
}
