import { element, type Part, setText } from "../page/elements.ts";
import { showChanged } from "../page/showChanged.ts";
import type { ConverterState } from "../protocol/converter.ts";

/** Which credentials of the file give way to which, a row for each registry. */
export function createConflicts(): Part<ConverterState> {
  const heading = element("h3", { id: "conflicts-heading" });
  const rows = element("ul");
  const section = element("div", { class: "conflicts", role: "group", "aria-labelledby": "conflicts-heading" });
  section.append(heading, rows);
  return {
    element: section,
    show({ conflicts, texts }) {
      section.hidden = conflicts.length === 0;
      setText(heading, texts.conflictsHeading);
      showChanged(
        rows,
        conflicts.map((conflict) =>
          element(
            "li",
            {},
            element("strong", { class: "host" }, conflict.host),
            element(
              "dl",
              {},
              element("dt", {}, texts.conflictOld),
              element("dd", {}, element("del", {}, conflict.old)),
              element("dt", {}, texts.conflictNew),
              element("dd", {}, element("ins", {}, conflict.new)),
            ),
          ),
        ),
      );
    },
  };
}
