/** CEL expressions of type string: texts and lists of texts, as admission policies put their messages together. */

/** Where a value is: CEL expressions which, one after the other, give the path. */
export type Path = readonly string[];

/** A text as CEL writes it, which for these is as JSON does. */
export const literal = (text: string) => JSON.stringify(text);

/** The path of what a text leads to from there, such as `.region`. */
export function below(path: Path, text: string): Path {
  return [...path, literal(text)];
}

/** The path, then a text. */
export function say(path: Path, text: string): string {
  return [...path, literal(text)].join(' + ').replaceAll(/(?<!\\)" \+ "/g, '');
}

/** The texts that are not empty, with semicolons between them. */
export function joined(texts: readonly string[]): string {
  const some = texts.filter((text) => text !== empty);
  if (some.length < 2) return some[0] ?? empty;
  return `[${some.join(', ')}].filter(m, m != '').join('; ')`;
}

/** The text, or, if it is empty, what follows. */
export function orElse(text: string, next: string): string {
  if (next === empty) return text;
  return text === empty ? next : `[${text}].map(p, p != '' ? p : ${next})[0]`;
}

export const empty = "''";
