import type { Region } from "../../carriers/region.ts";
import { type ScalarWithExpressions, scalarsWith } from "../expressionPlaces.ts";
import {
  formOf,
  isKeyUsername,
  isOfAnsible,
  isStringLookup,
  isVariable,
  jinjaChain,
  loneExpression,
  withoutQuotes,
} from "../jinja.ts";
import type { RegionReport, Rule } from "../rule.ts";

export const summary = "A value that Ansible quotes with to_json has other quotes around it";

/** Source: docs/embedded.md#ansible. The tests run ansible-core 2.17 and 2.19. */
export const ansibleQuotedTwice: Rule = {
  id: "ansible-quoted-twice",
  severity: "error",
  *checkRegion(region) {
    if (region.facts.native || !isOfAnsible(region)) return;
    const keys = new Set(
      region.file.configs.flatMap(({ auth }) =>
        isKeyUsername(auth) ? [region.file.doc.span(auth.password.path).start] : [],
      ),
    );
    for (const found of scalarsWith(region, ({ dialect }) => dialect === "braces")) {
      const report = reportOf(region, found, keys.has(found.scalar.start));
      if (report) yield report;
    }
  },
};

/** @param isKey true for a JSON key, which a variable may contain as a map */
function reportOf(region: Region, { scalar, kind }: ScalarWithExpressions, isKey: boolean): RegionReport | undefined {
  const lone = loneExpression(region, scalar);
  if (lone?.quote === undefined) return undefined;
  const chain = jinjaChain(lone.expression.source);
  if (chain === undefined || formOf(chain.filters) !== "literal") return undefined;
  const isCertain = isStringLookup(chain.value);
  const isDouble = lone.quote === '"';
  if (!isCertain && (!isVariable(chain.value) || (isKey && !isDouble))) return undefined;
  const outer = withoutQuotes(region, lone);
  const { start, end } = lone.expression;
  const what = kind === "username" ? "the username" : kind === "secret" ? "the credential" : "the value";
  return {
    at: { start, end },
    // A variable may be a number, around which there are no quotes.
    severity: isCertain ? "error" : "warning",
    message: isDouble
      ? `"to_json" puts double quotes around this value, so the string ends at once and k3s can't read the file. Remove the quotes around the expression.`
      : `"to_json" puts double quotes around this value, and in single quotes they become a part of ${what}. Remove the quotes around the expression.`,
    fixes: outer ? [{ title: "Remove the quotes around the expression", safe: true, outer }] : [],
  };
}
