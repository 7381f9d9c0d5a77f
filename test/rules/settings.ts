import { createPrivateKey } from "node:crypto";
import { parseTarget } from "../../src/core/file/release.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";

/**
 * The settings that a case or a page's example is linted with: `LintSettings` as JSON, where `target` is a text such as
 * `rke2 v1.31.6`, `mode` of `place` an octal text, and `readsPrivateKey` true for a real check.
 */
export function testSettings(json: string): LintSettings {
  const { target, readsPrivateKey, place, ...settings } = JSON.parse(json);
  return {
    ...settings,
    ...(target === undefined ? {} : { target: parseTarget(target) }),
    ...(place === undefined
      ? {}
      : { place: { ...place, ...(place.mode && { mode: Number.parseInt(place.mode, 8) }) } }),
    ...(readsPrivateKey === true
      ? {
          readsPrivateKey: (pem) => {
            try {
              createPrivateKey(pem);
              return true;
            } catch {
              return false;
            }
          },
        }
      : {}),
  };
}
