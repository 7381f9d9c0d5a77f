import type { ConverterState, HostGroup } from "../protocol.ts";
import { element, setText } from "./elements.ts";

export interface HostList {
  readonly element: HTMLElement;
  show(state: ConverterState): void;
  filter(search: string): void;
}

/** The checkboxes of all registries, in groups, with a filter over host and place. */
export function createHostList(choose: (host: string, chosen: boolean) => void): HostList {
  const list = element("div", { class: "hosts" });
  const empty = element("p", { class: "hint", role: "status" });
  const boxes = new Map<string, HTMLInputElement>();
  let shape = "";
  let wanted = "";
  let noMatch = "";

  const build = (groups: readonly HostGroup[]): void => {
    boxes.clear();
    list.replaceChildren();
    for (const { label, hosts } of groups) {
      const rows = hosts.map(({ host, location }) => {
        const box = element("input", { type: "checkbox" });
        box.addEventListener("change", () => choose(host, box.checked));
        boxes.set(host, box);
        const name = element("span", { class: "host" }, host);
        const place = element("span", { class: "place" }, location);
        return element("label", { class: "row", "data-search": `${host} ${location}`.toLowerCase() }, box, name, place);
      });
      list.append(element("fieldset", {}, element("legend", {}, label), ...rows));
    }
  };

  const applyFilter = (): void => {
    let matches = 0;
    const words = wanted.toLowerCase().split(/\s+/);
    for (const group of list.querySelectorAll("fieldset")) {
      let shown = 0;
      for (const row of group.querySelectorAll<HTMLElement>("[data-search]")) {
        const matching = words.every((word) => row.dataset["search"]?.includes(word));
        row.hidden = !matching;
        if (matching) shown++;
      }
      group.hidden = shown === 0;
      matches += shown;
    }
    setText(empty, matches === 0 ? noMatch : "");
  };

  return {
    element: element("div", {}, list, empty),
    show({ groups, texts }) {
      noMatch = texts.noMatch;
      const next = groups.map(({ label, hosts }) => `${label}:${hosts.map(({ host }) => host).join()}`).join(";");
      if (next !== shape) build(groups);
      shape = next;
      for (const { hosts } of groups)
        for (const { host, chosen } of hosts) {
          const box = boxes.get(host);
          if (box) box.checked = chosen;
        }
      applyFilter();
    },
    filter(search) {
      wanted = search.trim();
      applyFilter();
    },
  };
}
