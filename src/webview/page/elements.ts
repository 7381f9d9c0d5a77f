type Attributes = Readonly<Record<string, string | boolean>>;

/** Makes an element with attributes, and with children or text; texts are never parsed as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Makes a button that does something; its text comes with the first state. */
export function button(kind: "" | "secondary" | "link", press: () => void): HTMLButtonElement {
  const node = element("button", { type: "button", class: kind });
  node.addEventListener("click", press);
  return node;
}

/** Does something with the number that a clicked button has in an attribute, wherever in a part of the page it is. */
export function onNumber(part: HTMLElement, attribute: string, press: (number: number) => void): void {
  part.addEventListener("click", ({ target }) => {
    const number = target instanceof Element && target.closest(`[${attribute}]`)?.getAttribute(attribute);
    if (number) press(Number(number));
  });
}

/** Sets a text only when it differs, so that screen readers do not repeat it; without one the element is empty. */
export function setText(node: HTMLElement, text: string | undefined): void {
  if (node.textContent !== (text ?? "")) node.textContent = text ?? "";
}

/** A part of the page that shows items: one part for each, kept as long as its item is there. */
export interface Part<Item> {
  readonly element: HTMLElement;
  show(item: Item): void;
}

/** Shows each item in the part that it has, or a new one; parts of items that are gone go as well. */
export function showEach<Item extends { readonly id: string }>(
  parent: HTMLElement,
  parts: Map<string, Part<Item>>,
  items: readonly Item[],
  create: (item: Item) => Part<Item>,
): void {
  const ids = new Set(items.map(({ id }) => id));
  for (const [id, part] of parts)
    if (!ids.has(id)) {
      part.element.remove();
      parts.delete(id);
    }
  for (const [i, item] of items.entries()) {
    const part = parts.get(item.id) ?? create(item);
    parts.set(item.id, part);
    if (parent.children[i] !== part.element) parent.insertBefore(part.element, parent.children[i] ?? null);
    part.show(item);
  }
}
