import { existsSync } from "node:fs";
import { filesBelow, readText } from "../project/files.ts";
import { testSettings } from "../rules/settings.ts";
import { checkedLint, checkFixing, checkText } from "./check.ts";
import { startTexts } from "./texts.ts";

describe("fixes of the rules' examples and of real files", () => {
  it("keep what is announced, make no file worse, and change nothing a second time", () => {
    for (const text of startTexts()) checkText(text);
  }).timeout(120_000);

  it("do so under the settings of an example", () => {
    for (const path of filesBelow("test/rules").filter((file) => file.endsWith(".settings.json"))) {
      const example = path.replace(/settings\.json$/, "yaml");
      if (existsSync(example)) checkFixing(checkedLint(readText(example), testSettings(readText(path))));
    }
  }).timeout(60_000);
});
