import { button, element, type Part, setText } from "../page/elements.ts";
import { showChanged } from "../page/showChanged.ts";
import type { ConverterState } from "../protocol/converter.ts";
import type { ViewHost } from "./viewHost.ts";

/** Where and how it is written. */
export function createOptions(host: ViewHost): Part<ConverterState> {
  const heading = element("h2", { id: "options-heading" });
  const destinationLabel = element("label", { for: "destination" });
  const destination = element("select", { id: "destination" });
  const mirrors = element("input", { type: "checkbox", id: "mirrors" });
  const mirrorsLabel = element("span");
  const formLabel = element("label", { for: "key-form" });
  const json = element("option", { value: "json" });
  const base64 = element("option", { value: "base64" });
  const form = element("select", { id: "key-form", "aria-describedby": "key-form-note" }, json, base64);
  const formNote = element("p", { class: "hint", id: "key-form-note" });
  const formPart = element("div", {}, formLabel, form, formNote);
  const hubNote = element("p", { class: "hint" });
  const chooseProduct = button("secondary", () => host.send({ type: "chooseProduct" }));
  const hub = element("div", {}, hubNote, element("div", { class: "line" }, chooseProduct));

  destination.addEventListener("change", () => host.send({ type: "setDestination", destination: destination.value }));
  mirrors.addEventListener("change", () => host.send({ type: "setMirrors", mirrors: mirrors.checked }));
  form.addEventListener("change", () =>
    host.send({ type: "setKeyForm", form: form.value === "base64" ? "base64" : "json" }),
  );
  return {
    element: element(
      "section",
      { class: "options", "aria-labelledby": "options-heading" },
      heading,
      destinationLabel,
      destination,
      element("label", { class: "row" }, mirrors, mirrorsLabel),
      formPart,
      hub,
    ),
    show(state) {
      const { texts, keyForm, dockerHub } = state;
      setText(heading, texts.optionsHeading);
      setText(destinationLabel, texts.destination);
      showChanged(
        destination,
        state.destinations.map(({ id, label }) => element("option", { value: id }, label)),
      );
      destination.value = state.destination;
      mirrors.checked = state.mirrors;
      setText(mirrorsLabel, texts.mirrors);
      setText(formLabel, texts.keyForm);
      setText(json, texts.keyFormJson);
      setText(base64, texts.keyFormBase64);
      formPart.hidden = keyForm === undefined;
      form.value = keyForm ?? "json";
      setText(formNote, keyForm === "base64" ? texts.keyFormNote : undefined);
      hub.hidden = dockerHub === undefined;
      setText(hubNote, dockerHub);
      setText(chooseProduct, texts.chooseProduct);
    },
  };
}
