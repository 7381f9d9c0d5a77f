// Run by startBench.mjs in a process of its own: loads the extension and activates it in an imitation of VS Code that
// shows one document, and prints the CPU time in ms.
const Module = require("node:module");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
const [name, languageId, text] = process.argv.slice(2);

/** Whatever is asked of it, it is there, can be called, and gives the same. */
const anything = new Proxy(function anything() {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : anything),
  apply: () => anything,
  construct: () => anything,
});
const withOwn = (own) => new Proxy(own, { get: (_, key) => (key in own ? own[key] : anything) });

const document = {
  uri: { path: `/project/${name}`, scheme: "file", toString: () => `file:///project/${name}` },
  languageId,
  version: 1,
  isClosed: false,
  lineCount: 1,
  getText: () => text,
  lineAt: () => ({ range: { end: 0 } }),
  offsetAt: () => text.length,
};
const vscode = withOwn({
  workspace: withOwn({ textDocuments: [document] }),
  languages: withOwn({ match: () => (/registries\.ya?ml$/.test(name) ? 10 : 0) }),
});
const load = Module._load;
Module._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));

const packageJSON = require(join(root, "package.json"));
const context = withOwn({ extension: { packageJSON }, subscriptions: [] });
const before = process.cpuUsage();
const { load: loaded } = { load: () => undefined, ...require(join(root, packageJSON.main)).activate(context) };
const concerned = /registries/.test(name);
Promise.resolve(concerned ? loaded() : undefined).then(() => {
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
  process.exit();
});
