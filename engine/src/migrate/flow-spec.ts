/** Rewrites a spec that is written in braces, as in JSON. */
import type { LineEdit } from '../yaml/line-edits.ts';
import type { MapNode } from '../yaml/index.ts';
import type { Field, Lines, SpecChange } from './spec-change.ts';

/** The edit of the lines that such a spec is in. Every field keeps its text, and the space before it. */
export function flowSpecEdit(
  { text, lines, lineOf }: Lines,
  spec: MapNode,
  fields: readonly Field[],
  { moved, dropped }: SpecChange,
): LineEdit {
  const end = endOfFlow(text, spec.offset);
  const parts = fields.map(({ name, key, value }) => {
    const to = endOfFlow(text, value.offset);
    return { name, raw: text.slice(key.offset, to), to, from: key.offset };
  });
  const first = parts.find(({ name }) => moved.includes(name));
  const inside = parts.filter(({ name }) => moved.includes(name)).map(({ raw }) => raw);
  const quote = /^["']/.exec(first?.raw ?? '')?.[0] ?? '';
  const kept = parts.flatMap((part, index): string[] => {
    const space = text.slice(parts[index - 1]?.to ?? spec.offset + 1, part.from).replace(',', '');
    if (part === first) return [`${space}${quote}crossplane${quote}: { ${inside.join(', ')} }`];
    return moved.includes(part.name) || dropped.includes(part.name) ? [] : [`${space}${part.raw}`];
  });
  const tail = text.slice(parts.at(-1)?.to ?? spec.offset + 1, end - 1).replace(',', '');
  const [from, to] = [lineOf(spec.offset), lineOf(end) + 1];
  const start = text.lastIndexOf('\n', spec.offset - 1) + 1;
  const rest = text.slice(end).split('\n', 1)[0] ?? '';
  const replaced = `${text.slice(start, spec.offset)}{${kept.join(',')}${tail}}${rest}`;
  const written = replaced.split('\n');
  return { from, to: Math.min(to, lines.length), lines: written };
}

/** The offset behind a value in braces, brackets or quotes, or a plain one. */
function endOfFlow(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = endOfQuoted(text, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      if (depth === 0) return trimmed(text, start, at);
      depth -= 1;
      if (depth === 0) return at + 1;
      continue;
    } else if (depth === 0 && (char === ',' || char === '\n')) return trimmed(text, start, at);
    if (depth === 0 && (char === '"' || char === "'")) return at + 1;
  }
  return text.length;
}

/** The offset behind the closing quote. Two single quotes stand for one. */
function endOfQuoted(text: string, start: number): number {
  const quote = text[start]!;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function trimmed(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
