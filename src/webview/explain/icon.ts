import type { StepView } from "../protocol/explain.ts";

type IconName = StepView["kind"] | "key" | "warning";

const svg = "http://www.w3.org/2000/svg";

/** Lines on a field of 16 by 16. */
const lines: Readonly<Record<IconName, string>> = {
  image: "M2 4.5 8 1.5l6 3v7l-6 3-6-3zM2 4.5l6 3 6-3M8 7.5v7",
  mirror: "M2 5h10M9 2l3 3-3 3M14 11H4M7 8l-3 3 3 3",
  "no-mirror": "M2 5h10M9 2l3 3-3 3",
  endpoint: "M2 2.5h12v4H2zM2 9.5h12v4H2zM4.5 4.5h.5M4.5 11.5h.5",
  embedded: "M4 4h8v8H4zM6 1.5V4M10 1.5V4M6 12v2.5M10 12v2.5M1.5 6H4M1.5 10H4M12 6h2.5M12 10h2.5",
  registry: "M2.5 4c0-3.3 11-3.3 11 0v8c0 3.3-11 3.3-11 0zM2.5 4c0 3.3 11 3.3 11 0M2.5 8c0 3.3 11 3.3 11 0",
  key: "M14 5.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM8 8l-5.5 5.5M4.2 11.8l2 2",
  warning: "M8 1.5 15 14H1zM8 6v4M8 12v.2",
};

/** A picture beside words that say the same. */
export function icon(name: IconName): SVGSVGElement {
  const picture = document.createElementNS(svg, "svg");
  const attributes = { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" };
  for (const [attribute, value] of Object.entries(attributes)) picture.setAttribute(attribute, value);
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", lines[name]);
  picture.append(path);
  return picture;
}
