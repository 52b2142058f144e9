/** Breaks long lines for a terminal. */
import { Help } from 'commander';

/** The text in lines of at most `width` characters, broken between words; what follows a break is indented as its line was. */
export function wrap(text: string, width: number): string {
  const help = new Help();
  return text
    .split('\n')
    .map((line) => {
      const words = line.trimStart();
      const indent = line.slice(0, line.length - words.length);
      return help.boxWrap(words, width - indent.length).replaceAll(/^(?=.)/gm, indent);
    })
    .join('\n');
}
