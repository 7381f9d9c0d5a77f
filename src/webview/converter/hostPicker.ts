import { button, element, type Part, setText } from "../page/elements.ts";
import type { ConverterTexts, CredentialView } from "../protocol/converter.ts";
import { createHostList } from "./hostList.ts";
import type { ViewHost } from "./viewHost.ts";

/**
 * The registries of one credential: search, groups of checkboxes, and a field for any other host. Once one is chosen, the
 * others are folded away, so that what will be written is in sight.
 */
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

  const more = button("link", () => {
    unfolded = !unfolded;
    if (shown) show(shown);
  });
  let unfolded = false;
  let shown: (CredentialView & { readonly texts: ConverterTexts }) | undefined;

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

  const show = (view: CredentialView & { readonly texts: ConverterTexts }): void => {
    shown = view;
    const { texts, hosts, picker, hostProblem } = view;
    if (hosts.length === 0) unfolded = false;
    const folded = hosts.length > 0 && !unfolded;
    setText(searchLabel, texts.search);
    searching.hidden = folded || picker?.searchable !== true;
    list.show(picker?.groups ?? [], texts.noMatch, folded);
    list.filter(searching.hidden ? "" : search.value);
    setText(more, unfolded ? texts.chosenOnly : texts.moreHosts);
    more.setAttribute("aria-expanded", String(unfolded));
    more.hidden = hosts.length === 0;
    form.hidden = folded && document.activeElement !== addInput;
    setText(addLabel, texts.addHost);
    setText(add, texts.add);
    if (hostProblem === undefined && hosts.includes(typedHost(addInput.value))) addInput.value = "";
    setText(problem, hostProblem);
    addInput.setAttribute("aria-invalid", String(hostProblem !== undefined));
  };
  return { element: element("div", { class: "picker" }, searching, list.element, more, form), show };
}

/** What the extension makes of a typed host, so far as is needed to tell that it was added. */
function typedHost(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "");
  return bare.split(/[/?#]/, 1)[0] ?? "";
}
