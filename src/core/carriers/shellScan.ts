import { heredocLayer } from "./heredocLayer.ts";
import { heredocsIn } from "./heredocs.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";
import { kindOf } from "./yamlScan.ts";

const target = /(?<=^|[\s'"=>/])(?:rancher\/(k3s|rke2)\/)?registries\.ya?ml(?=$|[\s'";|&)<>])/;

/** Finds the here-documents of a script that are written to a registries.yaml, and those that may be another carrier. */
export function* shellRegions(scope: Scope): Iterable<Found> {
  let number = 0;
  for (const heredoc of heredocsIn(scope.text, "shell")) {
    number++;
    const command = scope.text.slice(heredoc.command.start, heredoc.command.end);
    const raw = within(scope, heredocLayer(scope.text, heredoc));
    const inner = heredoc.quoted ? raw : inDialect(raw, "heredoc");
    const name = `here-document ${number}`;
    const found = target.exec(command);
    if (found === null) {
      yield { inner: { ...inner, names: [...inner.names, name] }, kind: kindOf(inner.text) };
      continue;
    }
    yield {
      region: {
        carrier: "shell",
        name: [...scope.names, name].join(" > "),
        reader: found[1] === "rke2" ? "rke2" : "k3s",
        facts: { at: scope.layers.reduceRight((span, layer) => layer.outerSpan(span), heredoc.operator) },
        layers: inner.layers,
        structural: inner.structural,
      },
    };
  }
}
