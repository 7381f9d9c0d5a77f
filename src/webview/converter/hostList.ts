import { element, setText } from "../page/elements.ts";
import type { HostGroup } from "../protocol/converter.ts";

/** The checkboxes of all registries, in groups that open and close, with a filter over host and place. */
export interface HostList {
  readonly element: HTMLElement;
  /** @param onlyChosen leaves out all that are not chosen */
  show(groups: readonly HostGroup[], noMatch: string, onlyChosen: boolean): void;
  /** Shows the registries that have every word of a search in their host or place; accents make no difference. */
  filter(search: string): void;
  /** Moves the focus to the first checkbox in sight. */
  focusFirst(): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly box: HTMLInputElement;
  readonly taken: HTMLElement;
  readonly searched: string;
}

interface Group {
  readonly element: HTMLDetailsElement;
  readonly count: HTMLElement;
  readonly rows: ReadonlyMap<string, Row>;
}

/** @param id tells the element ids of this list from those of others */
export function createHostList(id: string, choose: (host: string, chosen: boolean) => void): HostList {
  const list = element("div", { class: "hosts" });
  const empty = element("p", { class: "hint", role: "status" });
  const opened = new Map<string, boolean>();
  let groups = new Map<string, Group>();
  let shape = "";
  let wanted = "";
  let folded = false;
  let noMatch = "";

  const build = (wantedGroups: readonly HostGroup[]): void => {
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : undefined;
    groups = new Map(wantedGroups.map((group) => [group.id, buildGroup(group)]));
    list.replaceChildren(...[...groups.values()].map((group) => group.element));
    for (const { rows } of groups.values()) if (focused !== undefined) rows.get(focused)?.box.focus();
  };

  const buildGroup = (group: HostGroup): Group => {
    const name = `group-${id}-${group.id.replace(/\W/g, "-")}`;
    const count = element("span", { class: "count" });
    const rows = new Map(group.hosts.map(({ host, location }) => [host, buildRow(host, location)]));
    const box = element(
      "details",
      {},
      element("summary", {}, element("span", { id: name }, group.label), count),
      element("div", { role: "group", "aria-labelledby": name }, ...[...rows.values()].map((row) => row.element)),
    );
    box.addEventListener("toggle", () => {
      if (wanted === "" && !folded) opened.set(group.id, box.open);
    });
    return { element: box, count, rows };
  };

  const buildRow = (host: string, location: string): Row => {
    const box = element("input", { type: "checkbox", value: host });
    box.addEventListener("change", () => choose(host, box.checked));
    const taken = element("span", { class: "taken" });
    const name = element("span", { class: "host" }, host);
    const place = element("span", { class: "place" }, location);
    return {
      element: element("label", { class: "row" }, box, element("span", { class: "about" }, name, place, taken)),
      box,
      taken,
      searched: searchable(`${host} ${location}`),
    };
  };

  const applyFilter = (): void => {
    let matches = 0;
    const words = searchable(wanted).split(/\s+/);
    for (const [groupId, group] of groups) {
      let shown = 0;
      for (const row of group.rows.values()) {
        row.element.hidden = folded ? !row.box.checked : !words.every((word) => row.searched.includes(word));
        if (!row.element.hidden) shown++;
      }
      group.element.hidden = shown === 0;
      group.element.open = folded || wanted !== "" || opened.get(groupId) === true;
      matches += shown;
    }
    list.hidden = matches === 0;
    setText(empty, matches === 0 && groups.size > 0 ? noMatch : "");
  };

  return {
    element: element("div", {}, list, empty),
    show(next, sentence, onlyChosen) {
      noMatch = sentence;
      folded = onlyChosen;
      const nextShape = next.map((group) => `${group.id}:${group.hosts.map(({ host }) => host).join()}`).join(";");
      if (nextShape !== shape) build(next);
      shape = nextShape;
      for (const { id: groupId, hosts, open } of next) {
        if (!opened.has(groupId)) opened.set(groupId, open);
        const group = groups.get(groupId);
        if (!group) continue;
        const chosen = hosts.filter((option) => option.chosen).length;
        setText(group.count, chosen > 0 ? `${chosen} / ${hosts.length}` : String(hosts.length));
        for (const option of hosts) {
          const row = group.rows.get(option.host);
          if (!row) continue;
          row.box.checked = option.chosen;
          setText(row.taken, option.taken);
        }
      }
      applyFilter();
    },
    filter(search) {
      wanted = search.trim();
      applyFilter();
    },
    focusFirst() {
      const boxes = [...list.querySelectorAll<HTMLInputElement>("details[open]:not([hidden]) input")];
      boxes.find((box) => box.closest<HTMLElement>(".row")?.hidden === false)?.focus();
    },
  };
}

/** Small letters without accents: `Zürich` is found as `zurich`, and the other way round. */
function searchable(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .trim();
}
