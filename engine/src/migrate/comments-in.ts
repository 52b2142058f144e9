/** Finds the comments in lines that go, so that they stay. */

/** The header of a text in lines, in which a number sign means nothing. */
const textHeader = /(?:^|[\s:-])[|>][-+0-9]*\s*(?:#.*)?$/;

/** Every comment in the lines, each from its number sign to its end. */
export function commentsIn(lines: readonly string[]): readonly string[] {
  let text: number | undefined;
  return lines.flatMap((line) => {
    const indent = line.length - line.trimStart().length;
    if (text !== undefined && (line.trim() === '' || indent > text)) return [];
    text = textHeader.test(line.trimEnd()) ? indent : undefined;
    return commentOf(line) ?? [];
  });
}

/** The comment at the end of a line; undefined without one. */
export function commentOf(line: string): string | undefined {
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at]!;
    if (quote !== undefined) {
      if (char === '\\' && quote === '"') at += 1;
      else if (char === quote) quote = undefined;
    } else if ((char === '"' || char === "'") && /(?:^|[\s,:[{])$/.test(line.slice(0, at))) quote = char;
    else if (char === '#' && (at === 0 || /\s/.test(line[at - 1]!))) return line.slice(at).trimEnd();
  }
  return undefined;
}
