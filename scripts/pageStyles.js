const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "..", "src", "webview");

/**
 * Makes one style of all pages: `style.css` of `page`, and of each page what only its own `data-page` has. `:where` leaves
 * the weight of a selector as it is.
 *
 * @type {import("esbuild").Plugin}
 */
exports.pageStyles = {
  name: "page styles",
  setup({ onLoad, onResolve }) {
    const namespace = "page styles";
    const file = (page) => join(folder, page, "style.css");
    const own = ["converter", "explain", "nodes"];
    onResolve({ filter: /^style\.css$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /^/, namespace }, () => ({
      contents: [
        readFileSync(file("page"), "utf8"),
        ...own.map((page) => `:where([data-page="${page}"]) { ${readFileSync(file(page), "utf8")} }`),
      ].join("\n"),
      loader: "css",
      watchFiles: ["page", ...own].map(file),
    }));
  },
};
