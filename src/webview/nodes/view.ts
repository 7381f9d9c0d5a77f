import { element, onNumber, type Part, setText } from "../page/elements.ts";
import { showChanged } from "../page/showChanged.ts";
import type { NodeDifferenceView, NodeLink, NodesState, NodesTexts, NodeView } from "../protocol/nodes.ts";

/** Builds the page once; each state then changes only the rows that differ, so that focus and scroll stay. */
export function createView(open: (link: number) => void): Part<NodesState> {
  const title = element("h1", { id: "title" });
  const source = element("p", { class: "source" });
  const problem = element("p", { class: "problem", role: "status" });
  const summary = element("p", { class: "summary", role: "status" });
  const notes = element("ul", { class: "notes" });
  const actions = element("div", { class: "line" });
  const head = element("tr");
  const body = element("tbody");
  const table = element("table", { "aria-labelledby": "title" }, element("thead", {}, head), body);
  const page = element(
    "div",
    { class: "page" },
    element("header", {}, title, source),
    problem,
    summary,
    actions,
    notes,
    table,
  );
  onNumber(page, "data-link", open);
  return {
    element: page,
    show(state) {
      const { texts } = state;
      setText(title, texts.title);
      setText(source, state.source);
      setText(problem, state.problem);
      setText(summary, state.summary);
      showChanged(
        actions,
        state.actions.map((action, index) => linkButton(action, index === 0 ? "" : "secondary")),
      );
      showChanged(
        notes,
        state.notes.map((note) => element("li", {}, note)),
      );
      showChanged(
        head,
        [texts.node, texts.state, texts.differences].map((name) => element("th", { scope: "col" }, name)),
      );
      showChanged(
        body,
        state.nodes.map((node) => nodeRow(node, texts)),
      );
      table.hidden = state.nodes.length === 0;
    },
  };
}

function nodeRow({ name, state, mark, facts, differences }: NodeView, texts: NodesTexts): HTMLElement {
  return element(
    "tr",
    { class: state },
    element("th", { scope: "row" }, element("code", {}, name), element("p", {}, facts.join(" · "))),
    element("td", {}, element("strong", {}, mark)),
    element(
      "td",
      {},
      differences.length === 0 ? texts.nothing : element("ul", {}, ...differences.map((one) => differenceItem(one))),
    ),
  );
}

function differenceItem({ severity, mark, text, remedy, command, links }: NodeDifferenceView): HTMLElement {
  return element(
    "li",
    { class: severity },
    element("p", {}, element("strong", {}, mark), ` ${text}`),
    ...(remedy === ""
      ? []
      : [element("p", {}, remedy, " ", ...(command === "" ? [] : [element("code", {}, command)]))]),
    ...(links.length === 0
      ? []
      : [element("div", { class: "line" }, ...links.map((link) => linkButton(link, "link")))]),
  );
}

function linkButton({ link, text, label }: NodeLink, kind: "" | "secondary" | "link"): HTMLButtonElement {
  return element("button", { type: "button", class: kind, "aria-label": label, "data-link": String(link) }, text);
}
