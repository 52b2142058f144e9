/** The page on the command line knows every command, argument and option of the program, and no other. */
import { beforeAll, describe, expect, it } from 'vitest';
import { planesmith, rows, section, textOf } from './page.ts';

const page = textOf('docs/cli.md');
const titles = [...page.matchAll(/^## ([a-z]+)$/gm)].map(([, title = '']) => title);
/** Commands of a command, such as `gitops publish`. */
const inner = [...page.matchAll(/^### ([a-z]+ [a-z]+)$/gm)].map(([, title = '']) => title);

describe.each([...titles, ...inner])('planesmith %s', (command) => {
  let terms: readonly Term[];
  beforeAll(async () => {
    const { stdout } = await planesmith(...command.split(' '), '--help');
    terms = [...termsOf(stdout, 'Arguments'), ...termsOf(stdout, 'Options')].filter(({ term }) => term !== help);
  });

  it('has a row for each argument and option, with its choices and its default', () => {
    const [own = ''] = section(page, `${command.includes(' ') ? '###' : '##'} ${command}`).split('\n### ');
    expectRows(rows(own), terms);
  });
});

describe.each([...new Set(inner.map((command) => command.split(' ')[0] ?? ''))])('planesmith %s --help', (group) => {
  it('lists the commands of the page', async () => {
    const { stdout } = await planesmith(group, '--help');
    const commands = termsOf(stdout, 'Commands').map(({ term }) => term.split(' ')[0]);
    const known = inner.filter((command) => command.startsWith(`${group} `)).map((command) => command.split(' ')[1]);
    expect(known.toSorted()).toEqual(commands.filter((name) => name !== 'help').toSorted());
  });
});

describe('planesmith --help', () => {
  let text: string;
  beforeAll(async () => {
    text = (await planesmith('--help')).stdout;
  });

  it('lists the commands of the page', () => {
    const commands = termsOf(text, 'Commands').map(({ term }) => term.split(' ')[0]);
    expect(titles.toSorted()).toEqual(commands.filter((name) => name !== 'help').toSorted());
  });

  it('has the options that the page gives to every command', () => {
    expectRows(rows(section(page, '## Options of every command')), termsOf(text, 'Options'));
  });
});

describe('the exit codes of the page', () => {
  it('are those of the program', () => {
    const codes = rows(section(page, '## Exit codes')).map(([code = '']) => code.replaceAll('`', ''));
    expect(textOf('engine/src/cli/exit-code.ts')).toContain(`ExitCode = ${codes.join(' | ')};`);
  });
});

const help = '-h, --help';

interface Term {
  readonly term: string;
  readonly description: string;
}

/** The entries of one list of a help text; a description may go on in further lines. */
function termsOf(text: string, list: string): Term[] {
  const [, block = ''] = new RegExp(`^${list}:\\n((?: {2}.*\\n)*)`, 'm').exec(text) ?? [];
  const entries = block.replaceAll(/\n {4,}/g, ' ').matchAll(/^ {2}(\S.*?)(?: {2,}(.*))?$/gm);
  return [...entries].map(([, term = '', description = '']) => ({ term, description }));
}

function expectRows(table: readonly string[][], terms: readonly Term[]): void {
  expect(table.map(([cell]) => cell).toSorted()).toEqual(terms.map(({ term }) => `\`${term}\``).toSorted());
  for (const { term, description } of terms) {
    const [, meaning = ''] = table.find(([cell]) => cell === `\`${term}\``) ?? [];
    const [, choices = ''] = /\(choices: (.*?)[,)] *(?:default|$)/.exec(description) ?? [];
    const [, usual = ''] = /default: ([^,)]+)/.exec(description) ?? [];
    const values = [...choices.matchAll(/"(\w+)"/g)].map(([, choice = '']) => choice);
    // Lists and maps begin empty, flags begin as false, and a sentence is not a value.
    const value = usual.replaceAll('"', '');
    for (const word of /^(\[\]|\{\}|false|.* .*|)$/.test(value) ? values : [...values, value])
      expect(meaning, term).toContain(`\`${word}\``);
  }
}
