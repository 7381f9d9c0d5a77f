import { element, type Part, setText } from "../page/elements.ts";
import type { ExplainState } from "../protocol/explain.ts";
import type { Send } from "./send.ts";

/** The field with the image. What is typed there stays until a state has another image than the one before. */
export function createImageForm(send: Send): Part<ExplainState> {
  const label = element("label", { for: "image" });
  const input = element("input", {
    id: "image",
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    maxlength: "1000",
    "aria-describedby": "image-problem image-hint",
  });
  const explain = element("button", { type: "submit" });
  const problem = element("p", { id: "image-problem", class: "problem", role: "alert" });
  const hint = element("p", { id: "image-hint", class: "hint" });
  const form = element("form", {}, label, element("div", { class: "line" }, input, explain), problem, hint);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ type: "explain", image: input.value });
  });
  let shown: string | undefined;
  return {
    element: form,
    show({ image, imageProblem, example, asksImage, texts }) {
      form.hidden = !asksImage;
      setText(label, texts.imageLabel);
      setText(explain, texts.explain);
      if (image !== shown) input.value = image;
      shown = image;
      setText(problem, imageProblem);
      if (imageProblem === undefined) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
      setText(hint, example ? texts.exampleHint : texts.imageHint);
    },
  };
}
