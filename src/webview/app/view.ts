import type { ConverterState, Intent } from "../protocol.ts";
import { element, setText } from "./elements.ts";
import { createHostList } from "./hostList.ts";
import { createPreview } from "./preview.ts";

export interface ViewHost {
  send(intent: Intent): void;
  /** The search text that was kept while the page was hidden. */
  readonly search: string;
  keepSearch(search: string): void;
}

export interface View {
  show(state: ConverterState): void;
}

/** Builds the page once; each state then changes only what differs, so that focus and scroll stay. */
export function createView(root: HTMLElement, host: ViewHost): View {
  const title = element("h1");
  const keyHeading = element("h2", { id: "key-heading" });
  const details = element("dl");
  const noKey = element("p", { class: "hint" });
  const chooseKey = button("secondary", () => host.send({ type: "chooseKey" }));
  const useEditor = button("secondary", () => host.send({ type: "useActiveEditor" }));
  const problem = element("p", { class: "problem", role: "alert" });

  const hostsHeading = element("h2", { id: "hosts-heading" });
  const searchLabel = element("label", { for: "search" });
  const search = element("input", { id: "search", type: "search", spellcheck: "false", autocomplete: "off" });
  const hosts = createHostList((name, chosen) => host.send({ type: "setHost", host: name, chosen }));
  const addLabel = element("label", { for: "add" });
  const addInput = element("input", {
    id: "add",
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "registry.example.com:5000",
    "aria-describedby": "add-problem",
  });
  const addButton = element("button", { type: "submit", class: "secondary" });
  const addProblem = element("p", { class: "problem", id: "add-problem", role: "alert" });
  const addForm = element("form", { class: "add" }, addLabel, element("div", { class: "line" }, addInput, addButton));

  const optionsHeading = element("h2", { id: "options-heading" });
  const targetLabel = element("label", { for: "target" });
  const target = element("select", { id: "target" });
  const mirrors = element("input", { type: "checkbox", id: "mirrors" });
  const mirrorsLabel = element("span");

  const preview = createPreview();
  const insert = button("", () => host.send({ type: "insert" }));
  const createFile = button("secondary", () => host.send({ type: "createFile" }));
  const copy = button("secondary", () => host.send({ type: "copy" }));
  const notice = element("p", { class: "notice", role: "status" });

  search.value = host.search;
  search.addEventListener("input", () => {
    host.keepSearch(search.value);
    hosts.filter(search.value);
  });
  addForm.addEventListener("submit", (event) => {
    event.preventDefault();
    host.send({ type: "addHost", text: addInput.value });
  });
  target.addEventListener("change", () => host.send({ type: "setTarget", target: target.value }));
  mirrors.addEventListener("change", () => host.send({ type: "setMirrors", mirrors: mirrors.checked }));

  root.append(
    title,
    element(
      "section",
      { "aria-labelledby": "key-heading" },
      keyHeading,
      noKey,
      details,
      element("div", { class: "line" }, chooseKey, useEditor),
      problem,
    ),
    element(
      "section",
      { "aria-labelledby": "hosts-heading" },
      hostsHeading,
      searchLabel,
      search,
      hosts.element,
      addForm,
      addProblem,
    ),
    element(
      "section",
      { "aria-labelledby": "options-heading" },
      optionsHeading,
      targetLabel,
      target,
      element("label", { class: "row" }, mirrors, mirrorsLabel),
    ),
    preview.element,
    element("div", { class: "line actions" }, insert, createFile, copy),
    notice,
  );
  hosts.filter(search.value);

  return {
    show(state) {
      const { texts, key } = state;
      setText(title, texts.title);
      setText(keyHeading, texts.keyHeading);
      setText(noKey, key ? "" : texts.noKey);
      noKey.hidden = key !== undefined;
      showDetails(details, state);
      setText(chooseKey, texts.chooseKey);
      setText(useEditor, texts.useActiveEditor);
      setText(problem, state.problem ?? "");
      setText(hostsHeading, texts.hostsHeading);
      setText(searchLabel, texts.search);
      hosts.show(state);
      setText(addLabel, texts.addHost);
      setText(addButton, texts.add);
      const added =
        state.hostProblem === undefined && state.groups.some(({ hosts }) => hosts.some(sameHost(addInput.value)));
      if (added) addInput.value = "";
      setText(addProblem, state.hostProblem ?? "");
      addInput.setAttribute("aria-invalid", String(state.hostProblem !== undefined));
      setText(optionsHeading, texts.optionsHeading);
      setText(targetLabel, texts.target);
      showTargets(target, state);
      mirrors.checked = state.mirrors;
      setText(mirrorsLabel, texts.mirrors);
      preview.show(state);
      setText(insert, texts.insert);
      setText(createFile, texts.createFile);
      setText(copy, texts.copy);
      copy.title = texts.copyHint;
      for (const action of [insert, createFile, copy]) action.disabled = !state.ready;
      setText(notice, state.notice ?? "");
    },
  };
}

function sameHost(typed: string): (option: { readonly host: string; readonly chosen: boolean }) => boolean {
  const wanted = typed
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/\/.*$/, "");
  return ({ host, chosen }) => chosen && host === wanted;
}

function button(kind: string, press: () => void): HTMLButtonElement {
  const node = element("button", { type: "button", class: kind });
  node.addEventListener("click", press);
  return node;
}

function showDetails(details: HTMLElement, { key, texts }: ConverterState): void {
  const rows = key
    ? [
        [texts.file, key.file],
        [texts.project, key.projectId],
        [texts.account, key.clientEmail],
        [texts.keyId, key.keyId],
      ]
    : [];
  details.replaceChildren(
    ...rows.flatMap(([name = "", value = ""]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
  details.hidden = !key;
}

function showTargets(select: HTMLSelectElement, { targets, target }: ConverterState): void {
  const options = targets.map(({ id, label }) => element("option", { value: id }, label));
  const same =
    options.length === select.options.length &&
    options.every((option, i) => option.isEqualNode(select.options[i] ?? null));
  if (!same) select.replaceChildren(...options);
  select.value = target;
}
