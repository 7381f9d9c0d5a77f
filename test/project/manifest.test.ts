import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeTarget, parseTarget } from "../../src/core/file/release.ts";
import { homepage, rulePage } from "../../src/core/lint/rulePage.ts";
import { filesBelow, readText, root } from "./files.ts";

const manifestText = readText("package.json");
const manifest = JSON.parse(manifestText);
const texts: Record<string, string> = JSON.parse(readText("package.nls.json"));
const german: Record<string, string> = JSON.parse(readText("package.nls.de.json"));
const { contributes } = manifest;
const code = filesBelow("src/vscode")
  .filter((file) => file.endsWith(".ts"))
  .map(readText)
  .join("\n");
const declared: readonly string[] = contributes.commands.map(({ command }: { command: string }) => command);

/** Commands that only the extension itself runs. */
const internal = ["k3sRegistries.disableRule"];

describe("the manifest", () => {
  it("declares the commands that the code registers, but for those that are its own", () => {
    const registered = [...code.matchAll(/export const \w+Command = "([^"]+)"/g)].map((match) => match[1] ?? "");
    assert.deepEqual([...registered].sort(), [...declared, ...internal].sort());
    for (const name of code.matchAll(/export const (\w+Command) = /g))
      assert.match(readText("src/vscode/commands/register.ts"), new RegExp(`register\\(${name[1]},`));
  });

  it("names known commands only, in menus and in the walkthrough", () => {
    const menus = Object.values(contributes.menus).flat() as { command: string }[];
    for (const { command } of menus) assert.ok(declared.includes(command), command);
    for (const [, command] of manifestText.matchAll(/onCommand:([\w.]+)/g))
      assert.ok(declared.includes(command ?? ""), command);
    for (const text of Object.values(texts))
      for (const [, command] of text.matchAll(/\(command:([\w.]+)\)/g))
        assert.ok(declared.includes(command ?? ""), command);
  });

  it("declares the settings that the code reads, each with a description and a scope", () => {
    const settings = contributes.configuration.properties as Record<
      string,
      { markdownDescription?: string; scope?: string }
    >;
    const read = [...readText("src/vscode/settings.ts").matchAll(/\.get(?:<[^(]*>)?\("([^"]+)"/g)].map(
      (match) => `k3sRegistries.${match[1]}`,
    );
    assert.deepEqual(Object.keys(settings).sort(), read.sort());
    for (const { markdownDescription, scope } of Object.values(settings))
      assert.ok(markdownDescription && scope === "resource");
    for (const name of Object.keys(settings))
      assert.ok(readText("docs/editor.md").includes(`\`${name}\``), `docs/editor.md lacks ${name}`);
  });

  it("takes the targets that the code reads, and says what one looks like", () => {
    const {
      pattern,
      patternErrorMessage,
      default: unset,
    } = contributes.configuration.properties["k3sRegistries.target"];
    assert.equal(patternErrorMessage, "%setting.target.error%");
    for (const target of ["any", "k3s", "rke2 v1.31.6", "rke2 1.31.6+rke2r1", "k3d@v1.30", "any v1.29.4", unset]) {
      assert.match(target, new RegExp(pattern));
      assert.ok(parseTarget(target), target);
    }
    for (const target of ["", "k8s", "k3s latest", "k3s v1", "k3sv1.31", "k3s v1.31.x", "rke2 v1.31.6 or so"])
      assert.doesNotMatch(target, new RegExp(pattern));
    assert.equal(describeTarget(parseTarget(unset) ?? {}), describeTarget({}));
  });

  it("has a text for each %key%, and a %key% for each text", () => {
    const keys = [...manifestText.matchAll(/"%([^%]+)%"/g)].map((match) => match[1] ?? "");
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(texts).sort());
  });

  it("names files that are there", () => {
    const walkthrough = contributes.walkthroughs.flatMap(({ steps }: { steps: { media: { markdown: string } }[] }) =>
      steps.map(({ media }) => media.markdown),
    );
    for (const file of [manifest.icon, ...walkthrough]) assert.ok(existsSync(join(root, file)), file);
  });

  it("pins its dependencies: yaml and zod at run time, and the types of the oldest VS Code it runs in", () => {
    assert.deepEqual(Object.keys(manifest.dependencies), ["yaml", "zod"]);
    for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies }))
      assert.match(String(version), /^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    const [, oldest] = /^\^(\d+\.\d+)\./.exec(manifest.engines.vscode) ?? [];
    assert.ok(manifest.devDependencies["@types/vscode"].startsWith(`${oldest}.`));
  });

  it("is complete for the Marketplace", () => {
    const { keywords, categories, qna, icon, galleryBanner, repository, bugs, homepage: page } = manifest;
    assert.ok(keywords.length > 5 && keywords.length <= 30 && new Set(keywords).size === keywords.length);
    assert.deepEqual(categories, ["Linters", "Other"]);
    assert.ok(icon && galleryBanner.color);
    for (const address of [qna, bugs.url, page, repository.url.replace(/^git\+/, "")])
      assert.ok(address.startsWith(homepage), address);
  });

  it("is of the version to which links lead", () => {
    assert.equal(rulePage("unknown-key"), `${homepage}/blob/v${manifest.version}/docs/rules/unknown-key.md`);
    for (const text of [...Object.values(texts), ...Object.values(german)])
      assert.doesNotMatch(text, new RegExp(`/blob/(?!v${manifest.version}/)`));
  });

  it("uses the context key that the code sets", () => {
    const [, key = ""] = /contextKey = "([^"]+)"/.exec(code) ?? [];
    assert.ok(manifestText.includes(`"when": "${key}"`));
  });
});
