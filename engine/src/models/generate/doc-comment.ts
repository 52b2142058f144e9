/** Descriptions of Kubernetes as doc comments of TypeScript. */

/** The text as a doc comment with a line break at its end; empty if there is no text. */
export function docComment(text: string | undefined, indent = ''): string {
  const lines = (text ?? '')
    .replaceAll('*/', String.raw`*\/`)
    .trim()
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => line.trimEnd());
  if (lines.length > 1)
    return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */\n`].join('\n');
  return lines[0] === '' ? '' : `${indent}/** ${lines[0]} */\n`;
}
