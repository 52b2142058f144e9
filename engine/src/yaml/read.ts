/** Reads text as kubectl does. Every YAML that the engine reads goes through here. */
import { YamlProblem } from './cursor.ts';
import type { Node } from './nodes.ts';
import { parse } from './parse.ts';
import { type Part, partsOf } from './stream.ts';
import { type Value, valueOf } from './value.ts';

/** One document that is not empty: its value with the nodes that it comes from, or what is wrong. Offsets are for `lineAt`. */
export type YamlDocument = (Value & { readonly root: Node }) | { readonly problem: string; readonly offset: number };

export interface YamlText {
  readonly documents: readonly YamlDocument[];
  /** Returns line and column of an offset, both from 1. */
  readonly lineAt: (offset: number) => { readonly line: number; readonly column: number };
}

/** What YAML never has in it. UTF-16 and programs are full of these characters, and their text would fill a terminal. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Returns the documents of a text, without empty ones. One that cannot be read leaves the others alone, and one that `isWanted`
 * refuses is not read.
 */
export function readYaml(text: string, isWanted: (document: string) => boolean = () => true): YamlText {
  return {
    documents: partsOf(text)
      .filter((part) => !('text' in part) || isWanted(part.text))
      .flatMap((part) => readPart(part) ?? []),
    lineAt: lineCounter(text),
  };
}

function readPart(part: Part): YamlDocument | undefined {
  try {
    if ('problem' in part) throw part.problem;
    const root = 'json' in part ? part.json : rootOf(part);
    if (root === undefined) return undefined;
    const read = valueOf(root);
    return read.value === null ? undefined : { ...read, root };
  } catch (problem) {
    if (!(problem instanceof YamlProblem)) throw problem;
    return { problem: problem.message, offset: problem.offset };
  }
}

function rootOf({ text, offset }: { text: string; offset: number }): Node | undefined {
  const strange = unprintable.exec(text);
  if (strange === null) return parse(text, offset);
  const code = strange[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  throw new YamlProblem(`the character U+${code} cannot be in a YAML file`, offset + strange.index);
}

function lineCounter(text: string): YamlText['lineAt'] {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return { line: low + 1, column: offset - (low === 0 ? 0 : starts[low - 1]!) + 1 };
  };
}
