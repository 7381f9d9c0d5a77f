import type { CallExpression, Expression, Node, SourceFile } from "typescript/unstable/ast";
import {
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isImportDeclaration,
  isLiteralTypeNode,
  isNewExpression,
  isNoSubstitutionTemplateLiteral,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isSpreadElement,
  isStringLiteral,
  isTemplateExpression,
} from "typescript/unstable/ast/is";
import type { FileSystem } from "typescript/unstable/fs";
import { API } from "typescript/unstable/sync";
import { root } from "./files.ts";

/** What the code shows to people, as far as its syntax tells. */
export interface ShownTexts {
  /** The words of each `l10n.t("…")`, and where the first of them stands. */
  readonly translatable: ReadonlyMap<string, string>;
  /** Calls whose words are no single literal, so that no translation can be checked for them. */
  readonly computed: readonly string[];
  /** Calls that give another number of values than their words have places. */
  readonly misfitting: readonly string[];
  /** Texts of the editor and its pages that are shown as they are, in English alone. */
  readonly untranslated: readonly string[];
}

/** A name that is the same in every language. */
const product = "K3s Registries";

/** The folder of the sources, as the compiler names it. */
const src = `${root.replaceAll("\\", "/")}src/`;

/**
 * Reads src by its syntax.
 *
 * @param folders the folders below src, each with a tsconfig.json
 * @param fs other files than those on disk
 */
export function shownTexts(folders: readonly string[], fs?: FileSystem): ShownTexts {
  const found = { translatable: new Map<string, string>(), computed: [], misfitting: [], untranslated: [] };
  for (const file of sourceFiles(folders, fs)) collect(file, found);
  return found;
}

/** The files below src that the projects of these folders hold. The files stay readable when the compiler has ended. */
function sourceFiles(folders: readonly string[], fs?: FileSystem): readonly SourceFile[] {
  const compiler = new API({ cwd: root, ...(fs && { fs }) });
  try {
    const openProjects = folders.map((folder) => `${src}${folder}/tsconfig.json`);
    const files = new Map<string, SourceFile>();
    for (const { program } of compiler.updateSnapshot({ openProjects }).getProjects())
      for (const name of program.getSourceFileNames()) {
        const file = name.startsWith(src) && !files.has(name) ? program.getSourceFile(name) : undefined;
        if (file) files.set(name, file);
      }
    return [...files.values()];
  } finally {
    compiler.close();
  }
}

interface Collected {
  readonly translatable: Map<string, string>;
  readonly computed: string[];
  readonly misfitting: string[];
  readonly untranslated: string[];
}

function collect(file: SourceFile, found: Collected): void {
  const path = `src/${file.fileName.slice(src.length)}`;
  const place = (node: Node): string => `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
  const hasPage = path.startsWith("src/vscode/") || /^src\/webview\/(?!protocol\/)/.test(path);

  const visit = (node: Node): void => {
    if (isImportDeclaration(node) || isLiteralTypeNode(node)) return;
    if (isCallExpression(node)) {
      const name = calledName(node);
      if (/^log\./.test(name)) return;
      if (name === "l10n.t") {
        takeWords(node);
        node.arguments.slice(1).forEach(visit);
        return;
      }
    }
    if (hasPage) {
      if (isStringLiteral(node) && isSentence(node.text)) untranslated(node, node.text);
      for (const shown of shownBy(node)) for (const words of wordsOf(shown)) untranslated(shown, words);
    }
    node.forEachChild(visit);
  };

  const untranslated = (node: Node, words: string): void => {
    const line = `${place(node)} ${words}`;
    if (words !== product && !found.untranslated.includes(line)) found.untranslated.push(line);
  };

  const takeWords = (call: CallExpression): void => {
    const [words, ...values] = call.arguments;
    if (!words || !isStringLiteral(words)) {
      found.computed.push(`${place(call)} ${call.getText(file)}`);
      return;
    }
    if (!found.translatable.has(words.text)) found.translatable.set(words.text, place(call));
    if (!values.some(isSpreadElement) && values.length !== placesOf(words.text).length)
      found.misfitting.push(`${place(call)} ${words.text}`);
  };

  visit(file);
}

/** The places `{0}`, `{1}`… of a text, each once, in order. */
export function placesOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

/** `l10n.t` of `l10n.t(…)`; empty for what is no name, or a longer one. */
function calledName({ expression }: CallExpression): string {
  if (isIdentifier(expression)) return expression.text;
  if (!isPropertyAccessExpression(expression) || !isIdentifier(expression.expression)) return "";
  return `${expression.expression.text}.${expression.name.text}`;
}

/** Two words of prose; class names and identifiers have a hyphen, a dot or a capital where a sentence has a blank. */
function isSentence(text: string): boolean {
  return /\p{Ll}[,;:]? \p{L}/u.test(text) && (/^\P{Ll}/u.test(text) || /\p{Ll}\.$|\p{Ll} \p{L}+ \p{L}/u.test(text));
}

const shownArguments = /^window\.(?:show\w+Message|setStatusBarMessage|createWebviewPanel)$/;
const shownNames =
  /^(?:title|label|detail|description|placeHolder|placeholder|prompt|tooltip|text|name|message|openLabel|saveLabel|textContent|aria-label)$/;

/** The expressions in a node that VS Code, or the page, shows to people. */
function shownBy(node: Node): readonly Expression[] {
  if (isCallExpression(node) && shownArguments.test(calledName(node))) return node.arguments;
  if (
    isNewExpression(node) &&
    isIdentifier(node.expression) &&
    /^(?:UserProblem|CodeAction)$/.test(node.expression.text)
  )
    return [...(node.arguments ?? [])].slice(0, 1);
  if (isPropertyAssignment(node) && (isIdentifier(node.name) || isStringLiteral(node.name)))
    return shownNames.test(node.name.text) ? [node.initializer] : [];
  if (isBinaryExpression(node) && isPropertyAccessExpression(node.left))
    return shownNames.test(node.left.name.text) ? [node.right] : [];
  return [];
}

/** The words that an expression can be by itself; identifiers such as `k3s` and `$(new-file)` are no words. */
function wordsOf(expression: Expression): readonly string[] {
  if (isParenthesizedExpression(expression)) return wordsOf(expression.expression);
  if (isConditionalExpression(expression)) return [...wordsOf(expression.whenTrue), ...wordsOf(expression.whenFalse)];
  if (isBinaryExpression(expression)) return [...wordsOf(expression.left), ...wordsOf(expression.right)];
  const texts = isTemplateExpression(expression)
    ? [expression.head.text, ...expression.templateSpans.map(({ literal }) => literal.text)]
    : isStringLiteral(expression) || isNoSubstitutionTemplateLiteral(expression)
      ? [expression.text]
      : [];
  return texts.filter((text) => /^\P{L}*\p{Lu}\p{Ll}|\p{Ll}{2,} \p{L}/u.test(text.replace(/\$\([\w~-]+\)/g, "")));
}
