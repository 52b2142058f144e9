/** Draws YAML texts, most of them almost right, and values; the same seed gives the same ones. */

const simple = `a b key 1 0x1 1e3 ~ null yes e1 .5 << = - -- --- ... " ' : ? , { } [ ] | > |- >+ |2 &b *a % @ \` \\ \\n \\u00e9 \\/ '' "" ! # {"a":1}`;
const blank = ` |  |\t|\n|\n  |\n    |\n- |\n---\n|\n...\n|x y|: |- |? | # c|{a: |[a, |&a |*a |!!str |! |!x |!!int |!!float |!!binary |!!null |<<: *a|<<: `;
const strange = '\r|\r\n|\u0085|\u2028|\ufeff|\u0000|\u007f|\u00a0|\ud7ff|\u{1f600}|é|\ufffe';
const scraps = [...simple.split(' '), ...blank.split('|'), ...strange.split('|'), '|\n', '>\n  '];
const numeric = [...'0123456789abcdefxXoOeE+-._:~ynNtTfF<'];
const words = 'a|b|c|on|y|n|null|~|1|010|0x1f|1_0|1e3|.5|x: y|x #y|- x|| a|a |é'.split('|');

/** Returns a number from 0 up to a limit. */
export type Random = (limit: number) => number;

/** Returns a source of random numbers (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Returns one text; `known` are texts to change. */
export function randomText(random: Random, known: readonly string[]): string {
  const pick = (from: readonly string[]): string => from[random(from.length)]!;
  const some = (most: number, from: readonly string[]): string => repeat(1 + random(most), () => pick(from)).join('');
  const separators = ['', '\n', '\n---\n', '\n--- # x\n', '\r\n---\r\n', '\n...\n'];
  const draws = [
    () => some(12, scraps),
    () => `a: ${some(8, numeric)}\n`,
    () => `${some(6, numeric)}: [${some(5, numeric)}, ${some(5, numeric)}]\n`,
    () => changed(random, printed(random, 3, '')),
    () =>
      changed(
        random,
        JSON.stringify({ a: randomValue(random, 3) }, null, random(3)) + pick(['', '\n', '{}', ' {"b": 1} ']),
      ),
    () => changed(random, pick(known)),
    () => pick(known) + pick(separators) + changed(random, pick(known)),
  ];
  return draws[random(draws.length)]!().toWellFormed();
}

/** Returns a value as a claim can have it. */
export function randomValue(random: Random, depth: number): unknown {
  const kind = random(depth > 0 ? 8 : 6);
  const word = (): string => words[random(words.length)]!;
  if (kind === 0) return random(2 ** 31) - 2 ** 30;
  if (kind === 1) return (random(2 ** 31) / (1 + random(1000))) * 10 ** (random(60) - 30);
  if (kind === 2) return [true, false, null][random(3)];
  if (kind === 3) return word();
  if (kind <= 5) return repeat(random(12), () => scraps[random(scraps.length)]!).join('');
  if (kind === 6) return repeat(random(4), () => randomValue(random, depth - 1));
  return Object.fromEntries(
    repeat(random(4), (i) => [`${word()}${random(3) === 0 ? '' : i}`, randomValue(random, depth - 1)]),
  );
}

/** The text with a few places left out or filled with something else. */
function changed(random: Random, text: string): string {
  let result = text;
  for (let changes = random(4); changes > 0; changes -= 1) {
    const at = random(result.length + 1);
    const removed = random(3) === 0 ? 0 : random(3);
    const added = random(2) === 0 ? scraps[random(scraps.length)]! : '';
    result = result.slice(0, at) + added + result.slice(at + removed);
  }
  return result;
}

/** A value in any of the ways to write it. */
function printed(random: Random, depth: number, indent: string): string {
  const word = (): string => {
    const text = words[random(words.length)]!;
    return [text, text, JSON.stringify(text), `'${text}'`, `&a ${text}`, `!!str ${text}`][random(6)]!;
  };
  const size = 1 + random(3);
  const nested = `${indent}${' '.repeat(1 + random(3))}`;
  const inner = (): string => printed(random, depth - 1, nested);
  const line = (): string => `${indent} ${' '.repeat(random(3))}${words[random(words.length)]}\n`;
  const pair = (): string => `${word()}: ${word()}`;
  const ways = [
    () => `${word()}\n`,
    () => `${['|', '>', '|-', '>+', '|2'][random(5)]}\n${repeat(size, line).join('')}`,
    () => `[${repeat(size, word).join(random(2) === 0 ? ', ' : `,\n${indent} `)}]\n`,
    () => `{${repeat(size, pair).join(', ')}}\n`,
    () => `\n${repeat(size, () => `${indent}- ${inner()}`).join('')}`,
    () => `\n${repeat(size, () => `${nested}${word()}: ${inner()}`).join('')}`,
  ];
  return ways[random(depth > 0 ? ways.length : 2)]!();
}

function repeat<T>(times: number, draw: (index: number) => T): T[] {
  return Array.from({ length: times }, (_, index) => draw(index));
}
