import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UserError } from '../errors.ts';
import { perTarget, platform } from '../index.ts';
import { Composition, type StepOfOthers } from '../synth/index.ts';
import { apis, functions } from '../testing/widget.ts';
import { buildRelease } from './build-release.ts';

const root = mkdtempSync(join(tmpdir(), 'planesmith-steps-'));
afterAll(() => rmSync(root, { recursive: true }));

const repository = 'registry.example.org/acme/function-quota';
const digest = `sha256:${'a'.repeat(64)}`;
const step = (name: string, version = 'v1.2.3', packageName = repository): StepOfOthers => ({
  step: name,
  function: { package: packageName, version },
});

/** The files of the package for `local` if the Composition of the Widget has these steps, by path. */
async function built(...steps: readonly StepOfOthers[]): Promise<ReadonlyMap<string, any>> {
  const toys = platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis,
    compositions: async () => ({
      compositions: {
        widget: (scope, props) => {
          const composition = new Composition(scope, 'composition', { api: apis.widget, ...props });
          for (const added of steps) composition.after(added);
        },
      },
    }),
    functions: async () => ({ functions }),
    packages: perTarget('toys', ['local']),
  });
  const { files } = await buildRelease(toys, root, { only: ['toys-local'], architectures: [], release: false });
  const manifests = files.filter(({ path }) => path.startsWith('manifests/'));
  return new Map(manifests.map(({ path, content }) => [path, parse(String(content))]));
}

describe('a package whose Compositions have steps of others', () => {
  const manifest = (name: string) => `manifests/toys-local/${name}.yaml`;

  it('depends on the packages of their functions, each once, after its own', async () => {
    const files = await built(
      step('limit', '>=v0.2.0', 'registry.example.org/acme/function-limit'),
      step('quota', digest),
      step('quota-again', digest),
      { step: 'paint', functionRef: { name: 'acme-paint' } },
    );
    const { spec } = files.get(manifest('crossplane')) ?? {};
    expect(spec.dependsOn.map(({ kind, package: name, version }: any) => [kind, name, version])).toEqual([
      ['Function', 'registry.example.org/toys/toys-functions-1-2-3', 'v1.2.3'],
      ['Function', 'registry.example.org/acme/function-limit', '>=v0.2.0'],
      ['Function', repository, digest],
    ]);
    const { pipeline } = files.get(manifest('composition-widgets-local')).spec;
    expect(pipeline.map((built: any) => [built.step, built.functionRef.name, built.function])).toEqual([
      ['compose', 'toys-toys-functions-1-2-3', undefined],
      ['limit', 'acme-function-limit', undefined],
      ['quota', 'acme-function-quota', undefined],
      ['quota-again', 'acme-function-quota', undefined],
      ['paint', 'acme-paint', undefined],
    ]);
  });

  it.each([
    {
      steps: [step('quota'), step('again', 'v2.0.0')],
      says: /^package toys-local: its steps call the Function acme-function-quota as \S+ v1\.2\.3 and as \S+ v2\.0\.0$/,
      reason: 'Crossplane installs one version',
    },
    {
      steps: [step('quota'), step('again', 'v1.2.3', 'mirror.example.org/acme/function-quota')],
      says: /^package toys-local: its steps call the Function acme-function-quota as registry\S+ .* and as mirror/,
      reason: 'both would have one name',
    },
    {
      steps: [step('quota', 'latest')],
      says: /^cannot make the Composition of widget: Composition widgets-local: the step quota depends on .* at "latest", which is neither/,
      reason: 'a tag is no version',
    },
    {
      steps: [step('quota', 'v1.2.3', `${repository}:v1.2.3`)],
      says: /the step quota depends on "\S+:v1\.2\.3", which must be a repository without a tag/,
      reason: 'a tag in the wrong place',
    },
    {
      steps: [step('quota', 'v1.2.3', 'acme/function-quota')],
      says: /the step quota depends on "acme\/function-quota", which must be .* registry with a dot/,
      reason: 'Crossplane has no default registry',
    },
    {
      steps: [step('quota', 'v1.2.3', `registry.example.org/${'a'.repeat(70)}`)],
      says: /the step quota depends on .*cut at 63 characters/,
      reason: 'the Composition would name another Function',
    },
  ])('is refused in one sentence: $reason', async ({ steps, says }) => {
    const refused = built(...steps);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(says);
  });
});
