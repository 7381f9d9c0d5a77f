import type { Explainer } from "../../src/vscode/explain/panel.ts";
import type { ExplainState } from "../../src/webview/protocol/explain.ts";
import { api, until } from "./documents.ts";

/** The first state of the page of a pull after an action; the first one that fits, where it can take several. */
export async function stateAfter(
  action: (explainer: Explainer) => unknown,
  fits: (state: ExplainState) => boolean = () => true,
): Promise<ExplainState> {
  const { explainer } = await api();
  const states: ExplainState[] = [];
  const found = until(
    (look) =>
      explainer.onDidSend((state) => {
        states.push(state);
        look();
      }),
    () => states.find(fits),
  );
  await action(explainer);
  return found;
}
