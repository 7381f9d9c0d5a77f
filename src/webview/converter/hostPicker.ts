import { element, type Part, setText } from "../page/elements.ts";
import type { ConverterTexts, CredentialView } from "../protocol/converter.ts";
import { createHostList } from "./hostList.ts";
import type { ViewHost } from "./viewHost.ts";

/** The registries of one credential: search, groups of checkboxes, and a field for any other host. */
export function createHostPicker(
  host: ViewHost,
  id: string,
): Part<CredentialView & { readonly texts: ConverterTexts }> {
  const searchLabel = element("label", { for: `search-${id}` });
  const search = element("input", { id: `search-${id}`, type: "search", spellcheck: "false", autocomplete: "off" });
  const searching = element("div", {}, searchLabel, search);
  const list = createHostList(id, (name, chosen) => host.send({ type: "setHost", id, host: name, chosen }));
  const addLabel = element("label", { for: `add-${id}` });
  const addInput = element("input", {
    id: `add-${id}`,
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "registry.example.com:5000",
    "aria-describedby": `add-problem-${id}`,
  });
  const add = element("button", { type: "submit", class: "secondary" });
  const problem = element("p", { class: "problem", id: `add-problem-${id}`, role: "alert" });
  const form = element("form", { class: "add" }, addLabel, element("div", { class: "line" }, addInput, add), problem);

  search.value = host.search();
  search.addEventListener("input", () => {
    host.keepSearch(search.value);
    list.filter(search.value);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    list.focusFirst();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    host.send({ type: "addHost", id, text: addInput.value });
  });

  return {
    element: element("div", { class: "picker" }, searching, list.element, form),
    show(view) {
      const { texts, hosts, picker, hostProblem } = view;
      setText(searchLabel, texts.search);
      searching.hidden = picker?.searchable !== true;
      list.show(picker?.groups ?? [], texts.noMatch);
      list.filter(searching.hidden ? "" : search.value);
      setText(addLabel, texts.addHost);
      setText(add, texts.add);
      if (hostProblem === undefined && hosts.includes(typedHost(addInput.value))) addInput.value = "";
      setText(problem, hostProblem);
      addInput.setAttribute("aria-invalid", String(hostProblem !== undefined));
    },
  };
}

/** What the extension makes of a typed host, so far as is needed to tell that it was added. */
function typedHost(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "");
  return bare.split(/[/?#]/, 1)[0] ?? "";
}
