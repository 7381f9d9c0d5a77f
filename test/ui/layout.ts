import type { Frame, FrameLocator } from "playwright-core";

/**
 * What does not fit its place on a page: text that is cut, or that makes the page scroll sideways.
 *
 * @returns the texts, or the element that sticks out; empty when all fits
 */
export function misfits(page: Frame): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
    for (const node of document.querySelectorAll<HTMLElement>("h1,h2,h3,p,li,dt,dd,label,summary,button,select")) {
      const { left, right } = node.getBoundingClientRect();
      const cut = node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline";
      if (cut || left < 0 || right > clientWidth + 1) found.push(`${node.tagName}: ${node.textContent}`);
    }
    return found;
  });
}

/** Makes all words of a page longer by two fifths, as those of another language can be. */
export function lengthenWords(page: Frame): Promise<void> {
  return page.evaluate(() => {
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode())
      if (!node.parentElement?.closest("pre, .host, dd, li, script"))
        node.textContent = (node.textContent ?? "").replace(
          /\p{L}{3,}/gu,
          (word) => word + word.slice(0, Math.ceil(word.length * 0.4)).toLowerCase(),
        );
  });
}

/** Which of some elements, the first of each selector, are not in sight as the page is scrolled now. */
export async function hiddenBelow(page: FrameLocator, selectors: readonly string[]): Promise<readonly string[]> {
  const hidden: string[] = [];
  for (const selector of selectors) {
    const inSight = await page
      .locator(selector)
      .first()
      .evaluate((node) => {
        const { top, bottom, left } = node.getBoundingClientRect();
        const onTop = document.elementFromPoint(left + 2, (top + bottom) / 2);
        return (
          top >= 0 && bottom <= window.innerHeight && onTop !== null && (node.contains(onTop) || onTop.contains(node))
        );
      });
    if (!inSight) hidden.push(selector);
  }
  return hidden;
}
