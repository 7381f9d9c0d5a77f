import { SyntaxKind } from "typescript/unstable/ast";
import { createScanner } from "typescript/unstable/ast/scanner";

/** A string in source code, without its quotes, and the line where it starts. */
export interface Literal {
  readonly line: number;
  readonly text: string;
}

const literalKinds: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
]);

/** After these a slash divides; anywhere else it starts a regular expression. */
const operandKinds: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
]);

/**
 * Returns the string literals and the parts of template literals in TypeScript code; not comments, identifiers and
 * regular expressions.
 */
export function literalsOf(code: string): readonly Literal[] {
  const scanner = createScanner(true);
  scanner.setText(code);
  const found: Literal[] = [];
  /** For each open brace, true if it is that of a template's expression. */
  const braces: boolean[] = [];
  let line = 1;
  let counted = 0;
  let before = SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFile; kind = scanner.scan()) {
    if (kind === SyntaxKind.CloseBraceToken && braces.pop()) kind = scanner.reScanTemplateToken(false);
    else if (kind === SyntaxKind.OpenBraceToken) braces.push(false);
    else if (/^\/=?$/.test(scanner.getTokenText()) && !operandKinds.has(before)) kind = scanner.reScanSlashToken();
    if (kind === SyntaxKind.TemplateHead || kind === SyntaxKind.TemplateMiddle) braces.push(true);
    if (literalKinds.has(kind)) {
      const start = scanner.getTokenStart();
      line += code.slice(counted, start).split("\n").length - 1;
      counted = start;
      found.push({ line, text: scanner.getTokenValue() });
    }
    before = kind;
  }
  return found;
}
