import { button, element, type Part, setText } from "../page/elements.ts";
import type { ConverterState } from "../protocol/converter.ts";
import type { ViewHost } from "./viewHost.ts";

/** The bar at the end of the page, always in sight: what will be written, what can be done, and what was done last. */
export function createActions(host: ViewHost): Part<ConverterState> {
  const summary = element("p", { role: "status" });
  const insert = button("", () => host.send({ type: "insert" }));
  const preview = button("secondary", () => host.send({ type: "previewChanges" }));
  const verify = button("secondary", () => host.send({ type: "verify" }));
  const copy = button("secondary", () => host.send({ type: "copy" }));
  const notice = element("p", { class: "notice", role: "status" });
  const doneHeading = element("h3");
  const what = element("p");
  const undo = element("p");
  const nextSteps = button("secondary", () => host.send({ type: "nextSteps" }));
  const said = element("div", { role: "status" }, doneHeading, what, undo);
  const done = element("div", { class: "done" }, said, element("div", { class: "line" }, nextSteps));
  return {
    element: element(
      "div",
      { class: "actions" },
      done,
      summary,
      element("div", { class: "line" }, insert, verify, preview, copy),
      notice,
    ),
    show(state) {
      const { texts } = state;
      setText(summary, state.summary);
      setText(insert, state.destination === "" ? texts.createFile : texts.insert);
      setText(verify, texts.verify);
      setText(preview, texts.previewChanges);
      setText(copy, texts.copy);
      copy.title = texts.copyHint;
      for (const action of [insert, verify, preview, copy]) action.disabled = !state.ready;
      setText(notice, state.notice);
      setText(doneHeading, state.done && texts.doneHeading);
      doneHeading.hidden = state.done === undefined;
      setText(what, state.done?.what);
      setText(undo, state.done?.undo);
      setText(nextSteps, texts.nextSteps);
      done.classList.toggle("shown", state.done !== undefined);
      nextSteps.hidden = state.done === undefined;
    },
  };
}
