const { readFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");

/** What the package gives to browsers, in modules; Node gets another build, of which nothing can be left out. */
const modules = join(require.resolve("yaml"), "..", "..", "browser", "dist");

const dist = /[\\/]yaml[\\/]browser[\\/]dist[\\/]/;

/** The modules of `yaml` of which nothing is used: they write YAML, walk trees, or give scalars a type. */
const unused =
  /^(?:stringify|schema\/|visit\.js|parse\/(?:cst-|line-counter)|doc\/(?:anchors|applyReviver|createNode)\.js|nodes\/(?:toJS|addPairToJSMap|Collection)\.js|log\.js)/;

/** What reading needs of the classes of nodes and documents, as strings without a type; the rest changes and writes them. */
const bare = {
  "nodes/Node.js": `import { NODE_TYPE } from "./identity.js";
    export class NodeBase {
      constructor(type) { Object.defineProperty(this, NODE_TYPE, { value: type }); }
    }`,
  "nodes/Alias.js": `import { ALIAS } from "./identity.js"; import { NodeBase } from "./Node.js";
    export class Alias extends NodeBase {
      constructor(source) { super(ALIAS); this.source = source; }
    }`,
  "nodes/Pair.js": `import { PAIR } from "./identity.js"; import { NodeBase } from "./Node.js";
    export class Pair extends NodeBase {
      constructor(key, value = null) { super(PAIR); this.key = key; this.value = value; }
    }`,
  "nodes/Scalar.js": `import { SCALAR } from "./identity.js"; import { NodeBase } from "./Node.js";
    export class Scalar extends NodeBase {
      static BLOCK_FOLDED = "BLOCK_FOLDED"; static BLOCK_LITERAL = "BLOCK_LITERAL"; static PLAIN = "PLAIN";
      static QUOTE_DOUBLE = "QUOTE_DOUBLE"; static QUOTE_SINGLE = "QUOTE_SINGLE";
      constructor(value) { super(SCALAR); this.value = value; }
    }`,
  "nodes/YAMLMap.js": `import { MAP } from "./identity.js"; import { NodeBase } from "./Node.js";
    export class YAMLMap extends NodeBase {
      static tagName = "tag:yaml.org,2002:map";
      items = [];
      constructor() { super(MAP); }
    }`,
  "nodes/YAMLSeq.js": `import { SEQ } from "./identity.js"; import { NodeBase } from "./Node.js";
    export class YAMLSeq extends NodeBase {
      static tagName = "tag:yaml.org,2002:seq";
      items = [];
      constructor() { super(SEQ); }
    }`,
  "doc/Document.js": `import { SCALAR } from "../nodes/identity.js";
    const string = { tag: "tag:yaml.org,2002:str", resolve: (text) => text };
    const schema = { tags: [string], knownTags: {}, [SCALAR]: string };
    export class Document {
      constructor(_, { _directives, ...options }) {
        this.options = options;
        this.directives = _directives.atDocument();
        this.schema = schema;
      }
    }`,
  "index.js": `
    export { Composer } from "./compose/composer.js"; export { Parser } from "./parse/parser.js";
    export { isAlias, isMap, isScalar, isSeq } from "./nodes/identity.js"; export { Scalar } from "./nodes/Scalar.js";
    export * as CST from "./parse/cst.js";`,
};

/**
 * Leaves out what is not used of the package `yaml`, half of it, since the files of other tools are only read, and only as
 * strings.
 *
 * @type {import("esbuild").Plugin}
 */
exports.yamlReader = {
  name: "yaml reader",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^yaml$/ }, () => ({ path: join(modules, "index.js") }));
    onLoad({ filter: dist }, ({ path }) => {
      const module = relative(modules, path).replaceAll(sep, "/");
      if (module in bare) return { contents: bare[module] };
      if (!unused.test(module)) return undefined;
      // An import of a name that is not there would be an error.
      const [, names = ""] = /export \{([^}]*)\}/.exec(readFileSync(path, "utf8")) ?? [];
      return { contents: names.replace(/\w+/g, "export const $& = undefined;").replaceAll(",", "") };
    });
  },
};
