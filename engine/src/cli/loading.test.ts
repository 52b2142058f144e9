import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { config, planesmith, widgetFolder } from './testing/widget-folder.ts';

const widget = resolve(import.meta.dirname, '../testing/widget.ts');

const commands = {
  build: ['build', '--only', 'toys-local'],
  render: ['render', 'examples/widget.yaml'],
  check: ['check'],
  start: ['start'],
  serve: ['serve', '--insecure', '--address', '127.0.0.1:0'],
  validate: ['validate', 'examples'],
  models: ['models'],
};
type Command = keyof typeof commands;
const all = Object.keys(commands) as Command[];
const thatRun = all.filter((command) => command !== 'models');
const thatCompose: readonly Command[] = ['build', 'render', 'check', 'start'];

/** The text of a file. */
const file = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const functions = `export { functions } from '${widget}';`;
const descend = `data:text/javascript,export function descend(calls) {
  if (calls === 0) throw new Error("too deep");
  descend(calls - 1);
}`.replaceAll(/\s+/g, ' ');

const rows: readonly {
  readonly reason: string;
  readonly files: Readonly<Record<string, string>>;
  readonly says: string;
  readonly commands: readonly Command[];
}[] = [
  {
    reason: 'a function file that throws',
    files: {
      'functions/index.ts': file("export { functions } from './widget.ts';"),
      'functions/widget.ts': file(functions, '', 'const nothing = undefined as any;', 'nothing.at.all;'),
    },
    says: "cannot load the functions (functions/widget.ts:4): Cannot read properties of undefined (reading 'at')",
    commands: thatRun,
  },
  {
    reason: 'a function file that throws something else than an Error',
    files: { 'functions/index.ts': file(functions, "throw 'no';") },
    says: "cannot load the functions (functions/index.ts:1): 'no' was thrown",
    commands: ['serve'],
  },
  {
    reason: 'a function file that waits for ever',
    files: { 'functions/index.ts': file('', functions, 'await new Promise(() => {});') },
    says: 'cannot load the functions (functions/index.ts:2): a top-level `await` in one of its files never ends',
    commands: ['render', 'build'],
  },
  {
    reason: 'a syntax error in a function file',
    files: {
      'functions/index.ts': file("import './widget.ts';", functions),
      'functions/widget.ts': file('', 'const a = {;'),
    },
    says: 'cannot load the functions (functions/widget.ts:2): ',
    commands: thatRun,
  },
  {
    reason: 'an import of what a file does not export',
    files: {
      'functions/index.ts': file('', "import { gadget } from './widget.ts';", functions, 'gadget;'),
      'functions/widget.ts': file(functions),
    },
    says: "cannot load the functions (functions/index.ts:2): The requested module './widget.ts' does not provide an export named 'gadget'",
    commands: thatRun,
  },
  {
    reason: 'an import of a file that is not there',
    files: { 'functions/index.ts': file(functions, "import './gadget.ts';") },
    says: 'cannot load the functions (functions/index.ts:2): Cannot find module',
    commands: ['serve'],
  },
  {
    reason: 'a function file without the export',
    files: { 'functions/index.ts': file('export const nothing = 1;') },
    says: 'cannot load the functions (functions/index.ts:1): there is no export `functions`',
    commands: ['serve'],
  },
  {
    reason: 'functions without a target',
    files: {
      'functions/index.ts': file(
        `import { functions as toys } from '${widget}';`,
        'const { planner, targets: { local } } = toys.widget;',
        'export const functions = { widget: { planner, targets: { local } } };',
      ),
    },
    says: 'cannot load the functions (functions/index.ts:3): widget is missing for cloud',
    commands: ['serve'],
  },
  {
    reason: 'a target that cannot work, which the engine finds',
    files: {
      'functions/index.ts': file(
        '// The main resource is missing.',
        `import { Gear, target, widgetPlanner } from '${widget}';`,
        functions,
        '',
        'target(widgetPlanner, { resources: { gear: Gear } }, () => ({}));',
      ),
    },
    says: 'cannot load the functions (functions/index.ts:5): a target of Widget cannot work: exactly one resource is the main one',
    commands: ['serve'],
  },
  {
    reason: 'resources that wait for each other',
    files: {
      'functions/index.ts': file(
        "import { main, resource } from 'planesmith/authoring';",
        `import { Gear, Shelf, target, widgetPlanner } from '${widget}';`,
        functions,
        "const resources = { gear: main(Gear, { after: ['shelf'] }), shelf: resource(Shelf, { after: ['gear'] }) };",
        'target(widgetPlanner, { resources }, () => ({}));',
      ),
    },
    says: 'cannot load the functions (functions/index.ts:5): a target of Widget cannot work: gear waits for shelf waits for gear',
    commands: ['build'],
  },
  {
    reason: 'a recorded field that the API does not have',
    files: {
      'functions/index.ts': file(
        "import { main } from 'planesmith/authoring';",
        `import { Gear, target, widgetPlanner } from '${widget}';`,
        functions,
        "const record = { decide: { colour: () => 'red' } };",
        'target(widgetPlanner, { resources: { gear: main(Gear) }, record }, () => ({}));',
      ),
    },
    says: 'cannot load the functions (functions/index.ts:5): a target of Widget cannot work: it records colour, which Widget does not have',
    commands: ['check'],
  },
  {
    reason: 'a mistake that is found many calls deeper, in code of others',
    files: { 'functions/index.ts': file(functions, `import { descend } from '${descend}';`, '', 'descend(60);') },
    says: 'cannot load the functions (functions/index.ts:4): too deep',
    commands: ['render'],
  },
  {
    reason: 'a target of another planner',
    files: {
      'functions/index.ts': file(
        `import { functions as toys, widgetPlanner } from '${widget}';`,
        'export const functions = { widget: { ...toys.widget, planner: { ...widgetPlanner } } };',
      ),
    },
    says: 'cannot load the functions (functions/index.ts:2): target local of Widget was made for another planner',
    commands: ['serve'],
  },
  {
    reason: 'two APIs of one XR kind',
    files: {
      'functions/index.ts': file(
        `import { functions as toys } from '${widget}';`,
        'export const functions = { ...toys, again: toys.widget };',
      ),
    },
    says: 'cannot load the functions (functions/index.ts:2): two APIs have XRs of the kind Widget: rename one',
    commands: ['serve'],
  },
  {
    reason: 'a composition file that throws',
    files: { 'compositions/index.ts': file('', 'export const compositions = {', '  widget: nothing,', '};') },
    says: 'cannot load the compositions (compositions/index.ts:3): nothing is not defined',
    commands: thatCompose,
  },
  {
    reason: 'a composition that throws when it is called',
    files: { 'compositions/index.ts': file('export const compositions = {', '  widget: () => nothing,', '};') },
    says: 'cannot make the Composition of widget (compositions/index.ts:2): nothing is not defined',
    commands: ['build'],
  },
  {
    reason: 'a composition of no API',
    files: { 'compositions/index.ts': file('', 'export const compositions = { gadget: () => undefined };') },
    says: 'cannot load the compositions (compositions/index.ts:2): there is no API gadget',
    commands: ['build'],
  },
  {
    reason: 'a package that has TypeScript only',
    files: {
      'functions/index.ts': file("export { functions } from 'toys';"),
      'functions/node_modules/toys/package.json': '{ "exports": "./index.ts" }',
      'functions/node_modules/toys/index.ts': file(functions),
    },
    says: 'cannot load the functions (planesmith.config.ts:12): Node runs no TypeScript below node_modules, such as functions/node_modules/toys/index.ts\n',
    commands: thatCompose,
  },
  {
    reason: 'a configuration that never ends',
    files: { 'planesmith.config.ts': `${config}await new Promise(() => {});\n` },
    says: 'cannot load planesmith.config.ts: a top-level `await` in one of its files never ends',
    commands: all,
  },
  {
    reason: 'a configuration that throws',
    files: { 'planesmith.config.ts': `${config}throw new Error('not today');\n` },
    says: `cannot load planesmith.config.ts (planesmith.config.ts:${config.split('\n').length}): not today`,
    commands: all,
  },
];

describe('a mistake in the files of a platform is reported in one sentence with file and line:', () => {
  it.each(rows)('$reason', async ({ files, says, commands: affected }) => {
    const folder = widgetFolder(files);
    try {
      const runs = await Promise.all(affected.map((command) => planesmith(folder, commands[command])));
      runs.forEach(({ code, stderr }, index) => {
        expect({ command: affected[index], code, stderr }).toEqual({
          command: affected[index],
          code: 2,
          stderr: expect.stringContaining(`error: ${says}`),
        });
        expect(stderr.match(/^error: /gm), 'one error').toHaveLength(1);
        expect(stderr, 'no stack').not.toMatch(/^\s+at /m);
        expect(stderr, 'the same from every command').toBe(runs[0]?.stderr);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
