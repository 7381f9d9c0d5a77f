import { element, type Part, setText } from "../page/elements.ts";
import type { ConverterState } from "../protocol/converter.ts";
import { createActions } from "./actions.ts";
import { createConflicts } from "./conflicts.ts";
import { createCredentialList } from "./credentialList.ts";
import { createOptions } from "./options.ts";
import { createPreview } from "./preview.ts";
import type { ViewHost } from "./viewHost.ts";

/** Builds the page once; each state then changes only what differs, so that focus and scroll stay. */
export function createView(host: ViewHost): Part<ConverterState> {
  const title = element("h1");
  const credentials = createCredentialList(host);
  const options = createOptions(host);
  const previewHeading = element("h2", { id: "preview-heading" });
  const problem = element("p", { class: "problem", role: "alert" });
  const conflicts = createConflicts();
  const preview = createPreview();
  const actions = createActions(host);
  const outcome = element(
    "section",
    { class: "outcome", "aria-labelledby": "preview-heading" },
    previewHeading,
    problem,
    conflicts.element,
    preview.element,
  );
  const columns = element("div", { class: "columns" }, credentials.element, outcome, options.element);
  const page = element("div", { class: "page" }, title, columns, actions.element);
  return {
    element: page,
    show(state) {
      const { texts } = state;
      const empty = state.sources.every((source) => source.credentials.length === 0);
      page.classList.toggle("empty", empty);
      setText(title, texts.title);
      credentials.show(state);
      options.show(state);
      options.element.hidden = empty;
      outcome.hidden = empty;
      actions.element.hidden = empty;
      setText(previewHeading, texts.previewHeading);
      setText(problem, state.problem);
      conflicts.show(state);
      preview.show(state);
      actions.show(state);
    },
  };
}
