import { button, element, type Part, setText } from "../page/elements.ts";
import { showChanged } from "../page/showChanged.ts";
import type { ConverterTexts, CredentialView } from "../protocol/converter.ts";
import { createHostPicker } from "./hostPicker.ts";
import type { ViewHost } from "./viewHost.ts";

/** A credential: what it is and which registries get it; the selected one shows the registries to choose from. */
export function createCredentialCard(
  host: ViewHost,
  file: string,
): Part<CredentialView & { readonly texts: ConverterTexts }> {
  let shown: CredentialView | undefined;
  const select = button("link", () => {
    if (shown) host.send({ type: "select", id: shown.picker ? "" : shown.id });
  });
  select.classList.add("disclosure");
  const remove = button("link", () => {
    if (shown) host.send({ type: "remove", id: shown.id });
  });
  const kind = element("p", { class: "kind" });
  const chips = element("ul", { class: "chips" });
  const hint = element("p", { class: "hint" });
  const warnings = element("ul", { class: "warnings" });
  const details = element("dl");
  const body = element("div", { class: "body" }, details);
  const card = element(
    "div",
    { class: "card", role: "group" },
    element("div", { class: "head" }, element("h3", { class: "title" }, select), remove),
    kind,
    chips,
    hint,
    warnings,
    body,
  );
  let picker: ReturnType<typeof createHostPicker> | undefined;
  return {
    element: card,
    show(view) {
      shown = view;
      const { texts } = view;
      card.setAttribute("aria-label", `${view.kind}: ${view.title}`);
      card.classList.toggle("selected", view.picker !== undefined);
      setText(select, view.title);
      select.setAttribute("aria-expanded", String(view.picker !== undefined));
      setText(remove, texts.remove);
      remove.setAttribute("aria-label", `${texts.remove}: ${view.title}`);
      setText(kind, `${view.kind} · ${file}`);
      showChanged(
        chips,
        view.hosts.map((name) => element("li", {}, name)),
      );
      chips.hidden = view.picker !== undefined;
      setText(hint, view.hint ?? (view.hosts.length === 0 ? texts.noHosts : undefined));
      showChanged(
        warnings,
        view.warnings.map((text) => element("li", {}, element("strong", {}, texts.warning), ` ${text}`)),
      );
      showChanged(
        details,
        view.details.flatMap(({ name, value }) => [element("dt", {}, name), element("dd", {}, value)]),
      );
      details.hidden = view.details.length === 0;
      body.hidden = view.picker === undefined;
      if (view.picker) {
        picker ??= createHostPicker(host, view.id);
        if (!picker.element.isConnected) body.append(picker.element);
        picker.show(view);
      } else {
        picker?.element.remove();
        picker = undefined;
      }
    },
  };
}
