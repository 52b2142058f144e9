/** Words of a platform that the engine must not spell: its own words stand in one file, and technologies in none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../engine/src');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(file),
);

/** The files whose code, comments aside, has the pattern. */
function filesWith(pattern: RegExp): string[] {
  return files.filter((file) => {
    const code = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
    return pattern.test(code);
  });
}

describe('the engine', () => {
  it.each([
    { word: 'deletion', pattern: /['.?]deletion\b(?!-)/ },
    { word: 'team', pattern: /\['team'\]|\.\?team\b/ },
    { word: 'expiresAt', pattern: /\bexpiresAt\b/ },
  ])('reads the field $word in its vocabulary alone', ({ pattern }) => {
    const allowed = new Set(['schema/index.ts', 'schema/vocabulary.ts']);
    expect(filesWith(pattern).filter((file) => !allowed.has(file))).toEqual([]);
  });

  it('names no technology but Kubernetes, Crossplane and those that sync from Git, except to keep them out of APIs', () => {
    const technologies = /kyverno|strimzi|cloudnative|cnpg|external-secrets|argoproj|argo ?cd|dragonfly|openbao/i;
    const others = filesWith(technologies).filter((file) => !/^gitops\/|^cli\/gitops|^synth\/rights\.ts$/.test(file));
    expect(others.toSorted()).toEqual(['schema/review/foreign-words.ts']);
  });
});
