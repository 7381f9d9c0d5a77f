import { heredocLayer } from "./heredocLayer.ts";
import { rubyHeredocs } from "./heredocs.ts";
import { looksLikeRegistries } from "./look.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";
import { readerOf } from "./shellTargets.ts";
import { writtenFileMark } from "./writtenFile.ts";
import { kindOf } from "./yamlScan.ts";

/** Finds the here-documents of Ruby that are a registries.yaml of a file which names where it goes, and those that are scripts. */
export function* rubyRegions(scope: Scope): Iterable<Found> {
  const namesFile = writtenFileMark.test(scope.text);
  let number = 0;
  for (const heredoc of rubyHeredocs(scope.text)) {
    const name = `here-document ${++number}`;
    const raw = within(scope, heredocLayer(scope.text, heredoc));
    const inner = heredoc.quoted ? raw : inDialect(raw, "ruby");
    if (!namesFile || !looksLikeRegistries(inner.text)) {
      yield { inner: { ...inner, names: [...inner.names, name] }, kind: kindOf(inner.text) };
      continue;
    }
    yield {
      region: {
        carrier: "shell",
        name: [...scope.names, name].join(" > "),
        reader: readerOf(undefined, scope.text),
        facts: { at: heredoc.operator },
        layers: inner.layers,
        structure: inner.structure,
      },
    };
  }
}
