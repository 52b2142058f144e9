/** Cuts a text into documents as kubectl does: https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/yaml/decoder.go */
import { YamlProblem } from './cursor.ts';
import { readJson } from './json.ts';
import type { Node } from './nodes.ts';

/** A document that is still text, one that was JSON, or what is wrong where one should be. */
export type Part =
  | { readonly text: string; readonly offset: number }
  | { readonly json: Node; readonly offset: number }
  | { readonly problem: YamlProblem };

/** Go's unicode.IsSpace. */
const blank = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const isJson = new RegExp(`^${blank.source}*\\{`);
/** How much of a text says whether it is JSON. */
const lookAhead = 4096;

/** Returns the parts of a text, in order. */
export function partsOf(text: string): Part[] {
  return isJson.test(text.slice(0, lookAhead)) ? jsonParts(text) : yamlParts(text, 0);
}

/** JSON values up to the first text that is none. Unless that comes after two of them, the rest is YAML. */
function jsonParts(text: string): Part[] {
  const parts: Part[] = [];
  let offset = 0;
  try {
    for (let found = readJson(text, offset); found !== undefined; found = readJson(text, offset)) {
      parts.push({ json: found.node, offset: found.node.offset });
      offset = found.end;
    }
    return parts;
  } catch (problem) {
    if (!(problem instanceof YamlProblem)) throw problem;
    if (parts.length > 1) return [...parts, { problem }];
    const start = startOfYaml(text, offset);
    return start === undefined ? [...parts, { problem }] : [...parts, ...yamlParts(text, start)];
  }
}

/** Passes blanks up to the end of the line. kubectl looks at four bytes at once, and gives up if there are fewer. */
function startOfYaml(text: string, from: number): number | undefined {
  for (let offset = from; ; offset += 1) {
    if (Buffer.byteLength(text.slice(offset, offset + 4)) < 4 || text[offset] === '\ufffd') return undefined;
    if (!blank.test(text[offset]!)) return offset;
    if (text[offset] === '\n') return offset + 1;
  }
}

function yamlParts(source: string, from: number): Part[] {
  // The reader of lines ends every line, also the last.
  const text = source.endsWith('\n') ? source : `${source}\n`;
  const parts: Part[] = [];
  let start = from;
  const add = (end: number): void => {
    if (end > start) parts.push({ text: text.slice(start, end), offset: start });
  };
  let line = from;
  while (line < source.length) {
    if (!text.startsWith('---', line)) {
      const next = text.indexOf('\n---', line);
      line = next === -1 ? text.length : next + 1;
      continue;
    }
    const end = text.indexOf('\n', line) + 1;
    const after = withoutBlanks(text.slice(line + 3, end));
    if (after !== '' && !after.startsWith('#')) {
      const message = `only a comment can follow the --- that begins a document, but ${JSON.stringify(after.trimEnd().slice(0, 20))} does`;
      parts.push({ problem: new YamlProblem(message, line) });
      start = end;
    } else if (line > start) {
      add(line);
      start = end;
    }
    line = end;
  }
  if (source.length > start) add(text.length);
  return parts;
}

/** The text without Go's blanks at its start. */
function withoutBlanks(text: string): string {
  let start = 0;
  while (start < text.length && blank.test(text[start]!)) start += 1;
  return text.slice(start);
}
