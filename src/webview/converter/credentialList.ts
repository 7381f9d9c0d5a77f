import { button, element, type Part, setText, showEach } from "../page/elements.ts";
import type { ConverterState, ConverterTexts, CredentialView, SourceView } from "../protocol/converter.ts";
import { createCredentialCard } from "./credentialCard.ts";
import type { ViewHost } from "./viewHost.ts";

/** The files and typed pairs, what each gave, and how to add more. */
export function createCredentialList(host: ViewHost): Part<ConverterState> {
  const heading = element("h2", { id: "credentials-heading" });
  const intro = element("p");
  const list = element("div", { class: "sources" });
  const addFiles = button("", () => host.send({ type: "addFiles" }));
  const addOpenEditor = button("secondary", () => host.send({ type: "addOpenEditor" }));
  const typeCredential = button("secondary", () => host.send({ type: "typeCredential" }));
  const busy = element("p", { class: "hint", role: "status" });
  const sources = new Map<string, Part<SourceView & { readonly texts: ConverterTexts }>>();
  return {
    element: element(
      "section",
      { class: "credentials", "aria-labelledby": "credentials-heading" },
      heading,
      intro,
      list,
      element("div", { class: "line" }, addFiles, addOpenEditor, typeCredential),
      busy,
    ),
    show(state) {
      const { texts } = state;
      const focused = list.contains(document.activeElement);
      setText(heading, texts.credentialsHeading);
      setText(intro, state.sources.length === 0 ? texts.intro : undefined);
      showEach(
        list,
        sources,
        state.sources.map((source) => ({ ...source, texts })),
        () => createSource(host),
      );
      // What had the focus may be gone.
      if (focused && !list.contains(document.activeElement)) addFiles.focus();
      setText(addFiles, texts.addFiles);
      addFiles.className = state.sources.length === 0 ? "" : "secondary";
      setText(addOpenEditor, texts.useOpenEditor);
      setText(typeCredential, texts.typeCredential);
      setText(busy, state.busy);
    },
  };
}

function createSource(host: ViewHost): Part<SourceView & { readonly texts: ConverterTexts }> {
  const credentials = new Map<string, Part<CredentialView & { readonly texts: ConverterTexts }>>();
  const cards = element("div");
  const label = element("h3", { class: "title" });
  const problem = element("p", { class: "problem", role: "alert" });
  let id = "";
  const remove = button("link", () => host.send({ type: "remove", id }));
  const failed = element("div", { class: "card" }, element("div", { class: "head" }, label, remove), problem);
  const left = element("ul", { class: "left" });
  return {
    element: element("div", { class: "source" }, cards, failed, left),
    show(source) {
      id = source.id;
      failed.hidden = source.problem === undefined;
      setText(label, source.label);
      setText(problem, source.problem);
      setText(remove, source.texts.remove);
      remove.setAttribute("aria-label", `${source.texts.remove}: ${source.label}`);
      showEach(
        cards,
        credentials,
        source.credentials.map((credential) => ({ ...credential, texts: source.texts })),
        () => createCredentialCard(host, source.label),
      );
      left.replaceChildren(...source.left.map((text) => element("li", {}, text)));
      left.hidden = source.left.length === 0;
    },
  };
}
