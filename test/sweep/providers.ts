import { containerdPreview, registryIn } from "../../src/core/containerd/preview.ts";
import { completionsIn } from "../../src/core/language/completion.ts";
import { hoverIn } from "../../src/core/language/hover.ts";
import { outline } from "../../src/core/language/symbols.ts";
import { type RegistriesFile, registriesFile } from "../../src/core/registries/file.ts";
import { parseYaml } from "../../src/core/yaml/document.ts";

/**
 * What an editor shows of a text: it is read once, then asked at an offset.
 *
 * @returns all that the user gets to see there: texts and phrases, in whatever objects and lists
 */
export type Provider = (text: string) => (offset: number) => unknown;

/** Everything that is told or offered in a registries.yaml. A new one is a line here. */
export const providers: Readonly<Record<string, Provider>> = {
  hover: ofFile((file) => (offset) => hoverIn(file, offset)),
  completion: (text) => completionsIn(text, { imageHosts: ["images.example.com", "docker.io"] }),
  outline: ofText(outline),
  "containerd preview": ofText((text) => {
    const { remarks, text: page } = containerdPreview(text, {});
    return [remarks, page];
  }),
  "containerd preview of the cursor": ofFile((file) => (offset) => registryIn(file, offset) === undefined),
};

/** One that shows the same wherever the cursor stands. */
function ofText(show: (text: string) => unknown): Provider {
  return (text) => {
    const shown = show(text);
    return () => shown;
  };
}

function ofFile(show: (file: RegistriesFile) => (offset: number) => unknown): Provider {
  return (text) => show(registriesFile(parseYaml(text)));
}

/**
 * Every text in what a provider gives, at any depth. Of a phrase the values alone: its words are the product's own, and
 * are no part of the file even where they are the same.
 */
export function shownTexts(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value === "string") found.push(value);
  if (typeof value !== "object" || value === null) return found;
  if (value instanceof Map) return shownTexts([...value], found);
  if ("text" in value && "values" in value) return shownTexts(value.values, found);
  for (const inner of Object.values(value)) shownTexts(inner, found);
  return found;
}
