import { TextDocument } from "vscode-languageserver-textdocument";
import { getLanguageService, type LanguageService, SchemaPriority } from "yaml-language-server";
import { readText } from "./files.ts";

/** What the server side of Red Hat's YAML extension says and offers for a text with one of our schemas. */
export interface YamlServer {
  /** Messages, without problems of YAML itself where there is a schema to break. */
  problems(text: string): Promise<readonly string[]>;
  /** The hover at the first occurrence of a part of the text; empty if there is none. */
  hover(text: string, at: string): Promise<string>;
  /** The labels that are offered at `|`, which is taken out of the text. */
  offers(text: string): Promise<readonly string[]>;
  /** The names of the outline, from the top down. */
  outline(text: string): readonly string[];
}

/** The server keeps what it read of each version of a document, for all of its instances. */
let version = 0;

/** Starts the server with a schema of the project, as the extension starts it with `yamlValidation`. */
export function yamlServer(schemaPath: string): YamlServer {
  const service: LanguageService = getLanguageService({
    schemaRequestService: async (uri) => readText(new URL(uri).pathname.slice(1)),
    workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
  });
  service.configure({
    validate: true,
    hover: true,
    completion: true,
    schemas: [
      {
        uri: `file:///${schemaPath}`,
        fileMatch: ["**/registries.yaml"],
        priority: SchemaPriority.SchemaAssociation,
      },
    ],
  });
  const open = (text: string): TextDocument => {
    version++;
    return TextDocument.create("file:///etc/rancher/k3s/registries.yaml", "yaml", version, text);
  };
  return {
    problems: async (text) =>
      (await service.doValidation(open(text), false)).map(({ message }) =>
        typeof message === "string" ? message : message.value,
      ),
    async hover(text, at) {
      const document = open(text);
      const found = await service.doHover(document, document.positionAt(text.indexOf(at)));
      return found && typeof found.contents === "object" && "value" in found.contents ? found.contents.value : "";
    },
    async offers(text) {
      const document = open(text.replace("|", ""));
      const { items } = await service.doComplete(document, document.positionAt(text.indexOf("|")), false);
      return items.map(({ label }) => label);
    },
    outline: (text) => service.findDocumentSymbols2(open(text), {}).map(({ name }) => name),
  };
}
