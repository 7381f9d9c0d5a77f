const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "..", "src", "vscode");

/** The names that the extension imports from `vscode`, but for types. */
function names() {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const imports = files.flatMap((file) => [
    ...readFileSync(join(folder, file), "utf8").matchAll(/^import \{([^}]*)\} from "vscode";/gm),
  ]);
  const all = imports.flatMap(([, list = ""]) => list.split(",").map((name) => name.trim()));
  return [...new Set(all.filter((name) => /^\w+$/.test(name)))].sort();
}

/**
 * Lets all files share one `require("vscode")`, and one variable for each name that the script uses: 2 kB of the package.
 * esbuild would make a `require` of each import. `l10n.t` finds what `compactPackage.mjs` has given a short name, and all
 * other texts.
 *
 * @type {import("esbuild").Plugin}
 */
exports.vscodeNames = {
  name: "vscode names",
  setup({ onLoad, onResolve }) {
    const namespace = "vscode names";
    onResolve({ filter: /^vscode$/ }, (args) =>
      args.namespace === namespace ? { path: "vscode", external: true } : { path: "vscode", namespace },
    );
    onLoad({ filter: /^/, namespace }, () => ({
      contents: `import * as vscode from "vscode";
        import { shortText } from "./shortText.mjs";
        ${names()
          .filter((name) => name !== "l10n")
          .map((name) => `export const ${name} = vscode.${name};`)
          .join("")}
        export const l10n = {
          t(english, ...values) {
            const { bundle } = vscode.l10n;
            const short = bundle && shortText(english);
            return vscode.l10n.t(bundle?.[short] ? short : english, ...values);
          },
        };`,
      resolveDir: __dirname,
    }));
  },
};
