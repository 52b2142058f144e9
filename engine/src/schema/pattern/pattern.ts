/** Regular expressions in the language of the API server, Go's RE2. Matching takes time linear in the text: docs/decisions/patterns.md */
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A compiled expression. */
export interface Pattern {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
  /** Its matches in the text from left to right, `limit` at most; all if `limit` is negative. */
  find(text: string, limit: number): string[];
}

/** Rules may build expressions from a claim's text, so the number of compiled ones is bounded. */
const mostKnown = 1000;
const known = new Map<string, Pattern>();

/** The compiled expression; throws an `Error` for what RE2 refuses. */
export function toPattern(expression: string): Pattern {
  const before = known.get(expression);
  if (before !== undefined) return before;
  const compiled = compile(expression);
  if (known.size >= mostKnown) known.clear();
  known.set(expression, compiled);
  return compiled;
}

function compile(expression: string): Pattern {
  const re2 = parse(expression);
  return { test: (text) => re2.test(text), find: (text, limit) => find(re2, text, limit) };
}

function parse(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (cause) {
    if (!(cause instanceof RE2JSSyntaxException)) throw cause;
    throw new Error(sentence(cause.getDescription() ?? cause.message, cause.getPattern() ?? ''), { cause });
  }
}

function sentence(description: string, part: string): string {
  const remedies: readonly (readonly [RegExp, string])[] = [
    [/^\(\?<?[=!]/, 'RE2 has no lookahead or lookbehind'],
    [/^\\[1-9]/, 'RE2 has no backreferences'],
    [/^\{\d/, 'RE2 repeats 1000 times at most, with nested repetitions multiplied; limit the length with maxLength'],
  ];
  const remedy = remedies.find(([start]) => start.test(part))?.[1];
  return `${description}${part === '' ? '' : ` ${part}`}${remedy === undefined ? '' : `: ${remedy}`}`;
}

/** As Go's `FindAllString`: an empty match right after another match does not count. */
function find(re2: RE2JS, text: string, limit: number): string[] {
  const matcher = re2.matcher(text);
  const found: string[] = [];
  let end = -1;
  const most = limit < 0 ? Infinity : limit;
  while (found.length < most && matcher.find()) {
    const match = matcher.group() ?? '';
    if (match !== '' || matcher.start() !== end) found.push(match);
    end = matcher.end();
  }
  return found;
}
