/** The expressions of RE2 that editors can check with JavaScript's regular expressions. */

/** Whitespace for RE2 is ASCII. */
const space = String.raw`\t\n\f\r `;

const escape = String.raw`\\(?:[dDwWnrtfv^$\\.*+?()[\]{}|\/]|x[0-9A-Fa-f]{2})`;
const inClass = String.raw`(?:[^\\[\]]|${escape}|\\[s-])`;
const token = new RegExp(
  String.raw`\.|\\[sS]|${escape}|\[\^?${inClass}+\]|\((?:\?:|(?!\?))|[)|^$]|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[^\\.[\](){}*+?|^$]`,
  'uy',
);

/** The same expression in JavaScript, with the flag `u`. Undefined if it has anything that the languages do not share. */
export function editorPattern(expression: string): string | undefined {
  let source = '';
  for (token.lastIndex = 0; token.lastIndex < expression.length;) {
    const [found] = token.exec(expression) ?? [];
    if (found === undefined) return undefined;
    source += inJavaScript(found);
  }
  return isJavaScript(source) ? source : undefined;
}

function isJavaScript(source: string): boolean {
  try {
    void new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

function inJavaScript(token: string): string {
  if (token === '.') return String.raw`[^\n]`;
  if (token.startsWith('[')) return token.replace(/\\[^]/g, (escaped) => (escaped === '\\s' ? space : escaped));
  return token === '\\s' ? `[${space}]` : token === '\\S' ? `[^${space}]` : token;
}
