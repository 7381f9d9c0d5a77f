import assert from "node:assert/strict";
import { fixRounds, lint } from "../../src/core/lint/lint.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";
import { applyEdits } from "../../src/core/text/span.ts";

/** Fixing is over after so many rounds, whatever the text. */
const maxRounds = 3;

/**
 * Lints a text, applies each fix alone and all together.
 *
 * @throws AssertionError, or what the linter throws, when one of them fails: a span outside the text, edits that
 * overlap, more than three rounds, a second run that changes something
 */
export function checkText(text: string, settings: LintSettings = {}): void {
  for (const { start, end, related, fixes } of lint(text, settings)) {
    for (const span of [{ start, end }, ...related.map((other) => other.span)])
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, "a span lies in the text");
    for (const { edits } of fixes) lint(applyEdits(text, edits), settings);
  }
  const rounds = fixRounds(text, settings);
  assert.ok(rounds.length <= maxRounds, `fixing took ${rounds.length} rounds`);
  assert.deepEqual(fixRounds(rounds.at(-1) ?? text, settings), [], "a second run finds something to fix");
}
