import { Disposable, type TextEditor, ThemeColor, window } from "vscode";
import { toRange } from "../translate.ts";
import type { ImagePage, PageStyle } from "./imagePage.ts";

const bold = { fontWeight: "bold" };

/** Colors of the theme, so that each has enough contrast. The headings carry the same information. */
const looks: Readonly<Record<PageStyle, object>> = {
  title: bold,
  error: { ...bold, color: new ThemeColor("list.errorForeground") },
  warning: { ...bold, color: new ThemeColor("list.warningForeground") },
  information: { ...bold, color: new ThemeColor("textLink.foreground") },
  fine: bold,
  name: {},
  remark: { color: new ThemeColor("descriptionForeground") },
};

/** Makes pages of images look like a report, and not like a source text. */
export interface PageStyles extends Disposable {
  apply(editor: TextEditor, page: ImagePage): void;
}

export function createPageStyles(): PageStyles {
  const types = Object.entries(looks).map(
    ([style, look]) => [style, window.createTextEditorDecorationType(look)] as const,
  );
  const disposable = Disposable.from(...types.map(([, type]) => type));
  return {
    apply(editor, page) {
      for (const [style, type] of types)
        editor.setDecorations(
          type,
          page.styles.filter((part) => part.style === style).map((part) => toRange(editor.document, part)),
        );
    },
    dispose: () => disposable.dispose(),
  };
}
