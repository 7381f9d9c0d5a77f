const { readFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");

/** What the package gives to browsers, in modules; Node gets another build, of which nothing can be left out. */
const modules = join(require.resolve("yaml"), "..", "..", "browser", "dist");

const dist = /[\\/]yaml[\\/]browser[\\/]dist[\\/]/;

/** The modules of `yaml` of which nothing is used: they write YAML, walk trees, or give scalars a type. */
const unused =
  /^(?:stringify|schema\/|visit\.js|parse\/(?:cst-|line-counter)|doc\/(?:anchors|applyReviver|createNode)\.js|nodes\/(?:toJS|addPairToJSMap|Collection)\.js|(?:log|errors)\.js)/;

/**
 * What reading needs of these modules, where every scalar is a string, nothing is said of comments and warnings, and nothing
 * is changed or written.
 */
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
  "doc/Document.js": `
    export class Document {
      schema = {};
      constructor(_, { _directives, ...options }) {
        this.options = options;
        this.directives = _directives.atDocument();
      }
    }`,
  "compose/composer.js": `import { Directives } from "../doc/directives.js";
    import { composeDoc } from "./compose-doc.js"; import { resolveEnd } from "./resolve-end.js";
    const placeOf = (at) =>
      typeof at === "number" ? [at, at + 1] : Array.isArray(at) ? [at[0], at[1]]
      : [at.offset, at.offset + (typeof at.source === "string" ? at.source.length : 1)];
    export class Composer {
      doc = null; atDirectives = false; errors = [];
      directives = new Directives({ version: "1.2" });
      onError = (at, code, message, isWarning) => { if (!isWarning) this.errors.push({ code, message, pos: placeOf(at) }); };
      constructor(options) { this.options = options; }
      *compose(tokens) {
        for (const token of tokens) yield* this.next(token);
        if (this.doc) { this.endErrors(); yield this.doc; }
      }
      endErrors() { for (const error of this.errors.splice(0)) this.doc.errors.push(error); }
      *next(token) {
        const { type, source, message } = token;
        if (type === "directive") {
          this.atDirectives = true;
          this.directives.add(source, (offset, ...said) => {
            const [start, end] = placeOf(token);
            this.onError([start + offset, end], "BAD_DIRECTIVE", ...said);
          });
        } else if (type === "document") {
          const doc = composeDoc(this.options, this.directives, token, this.onError);
          if (this.atDirectives && !doc.directives.docStart)
            this.onError(token, "MISSING_CHAR", "Missing directives-end/doc-start indicator line");
          doc.errors = this.errors.splice(0);
          if (this.doc) yield this.doc;
          this.doc = doc;
          this.atDirectives = false;
        } else if (type === "error") {
          const text = source ? message + ": " + JSON.stringify(source) : message;
          const errors = this.atDirectives || !this.doc ? this.errors : this.doc.errors;
          errors.push({ code: "UNEXPECTED_TOKEN", message: text, pos: placeOf(token) });
        } else if (type === "doc-end") {
          if (!this.doc) return this.onError(token, "UNEXPECTED_TOKEN", "Unexpected doc-end without preceding document");
          resolveEnd(token.end, token.offset + source.length, false, this.onError);
          this.endErrors();
        }
      }
    }`,
  "compose/compose-scalar.js": `import { Scalar } from "../nodes/Scalar.js";
    import { resolveBlockScalar } from "./resolve-block-scalar.js"; import { resolveFlowScalar } from "./resolve-flow-scalar.js";
    export function composeScalar(ctx, token, tag, onError) {
      const { value, type, range } =
        token.type === "block-scalar" ? resolveBlockScalar(ctx, token, onError) : resolveFlowScalar(token, false, onError);
      const name = tag && ctx.directives.tagName(tag.source, (said) => onError(tag, "TAG_RESOLVE_FAILED", said));
      return Object.assign(new Scalar(value), { range, source: value }, type && { type }, name && { tag: name });
    }`,
  "compose/compose-collection.js": `import { resolveBlockMap } from "./resolve-block-map.js";
    import { resolveBlockSeq } from "./resolve-block-seq.js"; import { resolveFlowCollection } from "./resolve-flow-collection.js";
    export function composeCollection(CN, ctx, token, { anchor, newlineAfterProp: line, tag }, onError) {
      if (tag) ctx.directives.tagName(tag.source, (said) => onError(tag, "TAG_RESOLVE_FAILED", said));
      const last = anchor && tag ? (anchor.offset > tag.offset ? anchor : tag) : (anchor ?? tag);
      if (token.type === "block-seq" && last && (!line || line.offset < last.offset))
        onError(last, "MISSING_CHAR", "Missing newline after block sequence props");
      const resolve = { "block-map": resolveBlockMap, "block-seq": resolveBlockSeq }[token.type] ?? resolveFlowCollection;
      return resolve(CN, ctx, token, onError);
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
