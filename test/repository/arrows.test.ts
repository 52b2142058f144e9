/** The direction of imports: no circles, types included, and no arrow from a lower folder to a higher one. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circle, importGraph, type ImportGraph, upward } from './imports.ts';

const root = resolve(import.meta.dirname, '../..');
const graph = importGraph(root, ['apis', 'compositions', 'functions', 'engine/src']);

/** From bottom to top. A file belongs to the longest path that it begins with. */
const order = [
  'errors.ts',
  'files.ts',
  'schema/',
  'authoring/',
  'codec/',
  'runtime/read/',
  'runtime/decide/',
  'runtime/compose/',
  'runtime/respond/',
  'runtime/',
  'serve/',
  'xpkg/',
  'registry/',
  'synth/',
  'models/',
  'platform/',
  'index.ts',
  'render/',
  'judge/',
  'scaffold/',
  'docs/',
  'preview/',
  'release/composed-kinds.ts',
  'compare/',
  'release/',
  'preflight/',
  'gitops/',
  'testing/',
  'cli/',
].map((path) => `engine/src/${path}`);
const platformOrder = [
  'apis/',
  'compositions/',
  'functions/models/',
  'functions/environment/',
  'functions/concerns/',
  'functions/bind.ts',
  'functions/kinds/',
  'functions/cloud/',
  'functions/cluster/',
  'functions/grants/',
  'functions/alarms/',
  'functions/cloud/aws/',
  'functions/cloud/gcp/',
  'functions/cloud/azure/',
  'functions/cache/',
  'functions/database/',
  'functions/',
  'functions/index.ts',
  'functions/main.ts',
];

describe('imports', () => {
  it('go in no circle, types included', () => {
    expect(circle(graph)?.join(' → ')).toBeUndefined();
  });

  it('go from a higher folder of the engine to a lower one only', () => {
    expect(upward(graph, order)).toEqual([]);
  });

  it('go from a higher folder of the platform to a lower one only', () => {
    expect(upward(graph, platformOrder)).toEqual([]);
  });

  it('are judged: a planted circle and a planted arrow are found with their chain', () => {
    const planted: ImportGraph = new Map([
      ['a/one.ts', ['a/two.ts', 'npm:x']],
      ['a/two.ts', ['b/three.ts']],
      ['b/three.ts', ['a/one.ts']],
    ]);
    expect(circle(planted)).toEqual(['a/one.ts', 'a/two.ts', 'b/three.ts', 'a/one.ts']);
    expect(upward(planted, ['a/', 'b/'])).toEqual(['a/two.ts → b/three.ts']);
  });
});

describe('words', () => {
  const code = (file: string) =>
    readFileSync(join(root, file), 'utf8')
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .replaceAll(/\/\/.*/g, '');

  it.each(globSync('functions/*/plan.ts', { cwd: root }))('of targets stay out of the planner %s', (file) => {
    expect(code(file).match(/\b(local|incluster|aws|gcp|azure|target)\b/g) ?? []).toEqual([]);
  });

  const helpers = globSync('functions/{alarms,cloud,cluster,grants,kinds}/**/*.ts', { cwd: root });
  it('for keys of a target stay out of helpers, except for keys that the helper declares itself', () => {
    const named = helpers.flatMap((file) =>
      code(file)
        .split('\n')
        .filter((line) => /\bafter: \[/.test(line) && !/\b(resource|perItem|main)\(/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(helpers.length).toBeGreaterThan(80);
    expect(named).toEqual([]);
  });
});
