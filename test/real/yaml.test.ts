/** Our reader and our writer of YAML against kubectl's reader. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { toYaml } from 'planesmith/xpkg';
import { describe, expect, it } from 'vitest';
import { differenceFrom } from './yaml/compare.ts';
import { kubectlAnswers } from './yaml/program.ts';
import { randomFrom, randomText, randomValue } from './yaml/random.ts';
import { recordedAnswers } from './yaml/recorded.ts';

const seed = Number(process.env['YAML_SEED'] ?? 20261128);
const recorded = recordedAnswers();

/** The version of a module in the lock of a tool. */
function versionIn(tool: string, module: string): string | undefined {
  const lock = readFileSync(join(import.meta.dirname, 'tools', tool, 'go.mod'), 'utf8');
  return lock.split(`${module} v`)[1]?.split(/\s/)[0];
}

describe('kubectl', () => {
  it.each(['sigs.k8s.io/yaml', 'go.yaml.in/yaml/v2'])('has the same %s in both tools', (module) => {
    expect(versionIn('kubectl-yaml', module)).toMatch(/^\d/);
    expect(versionIn('kubectl-yaml', module)).toBe(versionIn('kubernetes', module));
  });

  it('still answers as recorded', async () => {
    const answersTo = async (asked: typeof recorded) =>
      (await kubectlAnswers(asked.map(({ bytes }) => bytes))).map(({ values, error }) => ({ values, error }));
    const expected = recorded.map(({ answer: { values, error } }) => ({ values, error }));
    const answers = await answersTo(recorded);
    // Of two keys that JSON writes alike, such as `1` and `"1"`, Go takes the one that comes last in the random order of its maps.
    const isOther = (index: number) => !isDeepStrictEqual(answers[index], expected[index]);
    const varying = recorded.filter((_, index) => isOther(index));
    for (const one of varying) {
      expect(await answersTo(Array.from({ length: 50 }, () => one))).toContainEqual(expected[recorded.indexOf(one)]);
    }
    expect(varying.length).toBeLessThan(3);
  });

  it(`reads random texts as we do (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const known = recorded.map(({ bytes }) => bytes.toString()).filter((text) => text.length < 1000);
    const texts = Array.from({ length: 50_000 }, () => Buffer.from(randomText(random, known)));
    const answers = await kubectlAnswers(texts);
    expect(texts.flatMap((text, index) => differenceFrom(answers[index]!, text) ?? [])).toEqual([]);
    expect(answers.filter(({ error }) => error === undefined).length).toBeGreaterThan(10_000);
  });

  it(`reads what we write as the same value (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const drawn = Array.from({ length: 10_000 }, () => randomValue(random, 4));
    const values = [...recorded.flatMap(({ answer }) => answer.values), ...drawn].map((value) => ({ value }));
    for (const shortLists of [false, true]) {
      const texts = values.map((value) => Buffer.from(toYaml(value, { shortLists })));
      const answers = await kubectlAnswers(texts);
      expect(answers).toEqual(values.map((value) => ({ values: [JSON.parse(JSON.stringify(value))] })));
    }
  });
});
