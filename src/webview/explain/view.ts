import { element, onNumber, type Part, setText } from "../page/elements.ts";
import { showChanged } from "../page/showChanged.ts";
import type { ExplainState } from "../protocol/explain.ts";
import { errorSection } from "./errors.ts";
import { createImageForm } from "./imageForm.ts";
import { noteParagraph } from "./links.ts";
import type { Send } from "./send.ts";
import { stepItem } from "./step.ts";

/** Builds the page once; each state then changes only what differs, so that focus and scroll stay. */
export function createView(send: Send): Part<ExplainState> {
  const title = element("h1");
  const source = element("p", { class: "source" });
  const form = createImageForm(send);
  const problem = element("div", { class: "file-problem", role: "status" });
  const errors = element("div", { class: "errors" });
  const summary = element("p", { class: "summary", role: "status" });
  const nothingSent = element("p", { class: "hint" });
  const notesHeading = element("h2", { id: "notes-heading" });
  const noteList = element("ul", { class: "notes" });
  const notes = element("section", { "aria-labelledby": "notes-heading" }, notesHeading, noteList);
  const pathHeading = element("h2", { id: "path-heading" });
  // Without its marks a list is none for some screen readers, unless it says so.
  const path = element("ol", { class: "path", role: "list", "aria-labelledby": "path-heading" });
  const way = element("section", { "aria-labelledby": "path-heading" }, pathHeading, path);
  const page = element(
    "div",
    { class: "page" },
    element("header", {}, title, source),
    errors,
    form.element,
    problem,
    summary,
    nothingSent,
    notes,
    way,
  );
  onNumber(page, "data-place", (place) => send({ type: "reveal", place }));
  onNumber(page, "data-fix", (fix) => send({ type: "fix", fix }));
  return {
    element: page,
    show(state) {
      const { texts } = state;
      setText(title, texts.title);
      setText(source, state.source);
      showChanged(
        errors,
        state.errors.map((error, index) => errorSection(error, index + 1, texts)),
      );
      form.show(state);
      showChanged(problem, state.problem ? [noteParagraph(state.problem)] : []);
      setText(summary, state.summary);
      setText(nothingSent, state.steps.length > 0 ? texts.nothingSent : undefined);
      setText(notesHeading, texts.notesHeading);
      showChanged(
        noteList,
        state.notes.map((note) => element("li", {}, noteParagraph(note))),
      );
      notes.hidden = state.notes.length === 0;
      setText(pathHeading, texts.pathHeading);
      showChanged(
        path,
        state.steps.map((step, index) => stepItem(step, index + 1, texts)),
      );
      way.hidden = state.steps.length === 0;
    },
  };
}
