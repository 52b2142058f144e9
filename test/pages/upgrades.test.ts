/** docs/upgrades.md applies the files of docs/install.md in the same order; test/real/upgrade.test.ts runs all its commands. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { commands, pages, section, textOf } from './page.ts';

const page = textOf('docs/upgrades.md');
const filesIn = (steps: readonly string[]) => steps.flatMap((step) => /install\/aws\/(\S+)$/.exec(step)?.[1] ?? []);
const steps = commands(section(page, '## Upgrade'));

test('it applies what an installation applies, in the same order, except the environment, which is there', () => {
  const installed = filesIn(commands(section(textOf('docs/install.md'), '## Install by hand')));
  expect(filesIn(steps)).toEqual(installed.filter((file) => file !== 'environment.yaml'));
});

test.each(['install.md', 'upgrades.md', 'gitops.md'])(
  '%s applies the files of a release as planesmith install does, so that no field stays that a release drops',
  (name) => {
    const applying = commands(textOf(`docs/${name}`)).filter((step) => /^kubectl apply .*install\//.test(step));
    expect(applying.length).toBeGreaterThan(0);
    for (const step of applying) expect(step).toContain(' --server-side ');
  },
);

test('its package comes after the rights, and before the policies that name its kinds', () => {
  const at = (word: string) => steps.findIndex((step) => step.includes(word));
  expect(at('rbac.yaml')).toBeLessThan(at('kubectl patch'));
  expect(at('kubectl patch')).toBeLessThan(at('/policies.yaml'));
});

test('it cleans up a release of this version, after a look at what still uses it', () => {
  expect(commands(section(page, '## Clean up'))).toEqual([
    `npx planesmith retire ${platform.version}`,
    `npx planesmith retire ${platform.version} --remove`,
  ]);
});

test('other pages lead to it', () => {
  for (const other of ['README.md', 'docs/README.md', 'docs/install.md'])
    expect(textOf(other), other).toContain('upgrades.md)');
  expect(pages).toContain('docs/upgrades.md');
});
