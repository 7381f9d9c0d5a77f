/** Puts each new child in the place of one that differs from it; the rest stay, and so does the focus in them. */
export function showChanged(parent: HTMLElement, children: readonly Element[]): void {
  for (const [index, child] of children.entries()) {
    const old = parent.children[index];
    if (!old) parent.append(child);
    else if (!old.isEqualNode(child)) replace(old, child);
  }
  while (parent.children.length > children.length) parent.lastElementChild?.remove();
}

/** The focus moves to the element in the same place. */
function replace(old: Element, child: Element): void {
  const focused = [...old.querySelectorAll("button")].findIndex((one) => one.matches(":focus"));
  old.replaceWith(child);
  if (focused >= 0) child.querySelectorAll("button")[focused]?.focus();
}
