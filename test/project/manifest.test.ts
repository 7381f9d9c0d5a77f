import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeTarget, parseTarget } from "../../src/core/file/release.ts";
import { homepage, rulePage } from "../../src/core/lint/rulePage.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { severityLevels } from "../../src/core/lint/sharedSettings.ts";
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

const entriesOf = (menu: string): readonly { readonly command: string; readonly when: string }[] =>
  contributes.menus[menu];
const whens = Object.keys(contributes.menus).flatMap((menu) => entriesOf(menu).map(({ when }) => when));

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

  it("shows commands by the context keys that the code keeps", () => {
    const kept = [...readText("src/vscode/editorContext.ts").matchAll(/\["(k3sRegistries\.\w+)", /g)].map(
      ([, key]) => key,
    );
    const used = whens.flatMap((when) => when.match(/k3sRegistries\.\w+/g) ?? []);
    assert.deepEqual([...new Set(used)].sort(), [...kept].sort());
  });

  it("shows no command or menu entry on every YAML or JSON file", () => {
    for (const when of whens) {
      assert.doesNotMatch(when, /editorLangId|resourceLangId/);
      assert.match(when, /k3sRegistries\.|resourceFilename =~|^workspaceFolderCount != 0$/);
    }
  });

  describe("the Explorer's menu", () => {
    const patterns = entriesOf("explorer/context").map(
      ({ when }) => /resourceFilename =~ \/(.*)\/i /.exec(when)?.[1] ?? "",
    );
    const shown = (name: string): boolean => new RegExp(patterns[0] ?? "", "i").test(name);

    it("is the same for all commands", () => assert.deepEqual([...new Set(patterns)].length, 1));

    it("is on files that are named like credentials", () => {
      for (const name of [
        "key.json",
        "gar-key.prod.json",
        "service-account-key.json",
        "my-project-123456-0a1b2c3d4e5f.json",
        "sa.json",
        "gcp-sa.json",
        "application_default_credentials.json",
        "config.json",
        "auth.json",
        "regcred.yaml",
        "pull-secret.yml",
        "docker-config.json",
        "robot$ci.json",
        "acr-token.json",
        "registry.json",
        "deploy-token.json",
      ])
        assert.ok(shown(name), name);
      for (const path of filesBelow("test/sample").filter((name) => /key[^/]*\.json$/.test(name)))
        assert.ok(shown(path.slice(path.lastIndexOf("/") + 1)), path);
    });

    it("is not on others", () => {
      for (const name of [
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "composer.json",
        "settings.json",
        "launch.json",
        "deployment.yaml",
        "service.yaml",
        "serviceaccount.yaml",
        "docker-compose.yaml",
        "keycloak.yaml",
        "values.yaml",
        "kustomization.yaml",
        "registries.yaml",
        "registries.yml",
        "key.pem",
        "secret.txt",
      ])
        assert.ok(!shown(name), name);
    });
  });

  it("makes each rule's severity a row of the table in the Settings UI: a string with the levels as an enum", async () => {
    const { type, additionalProperties, properties } = contributes.configuration.properties["k3sRegistries.rules"];
    assert.deepEqual([type, additionalProperties], ["object", false]);
    for (const rule of rules) {
      const { summary } = await import(`../../src/core/lint/rules/${rule.id}.ts`);
      const description = `${summary}. Default: ${rule.severity}.`;
      const row = { type: "string", enum: severityLevels, default: rule.severity, description };
      assert.deepEqual(properties[rule.id], row);
    }
    assert.equal(Object.keys(properties).length, rules.length);
  });
});
