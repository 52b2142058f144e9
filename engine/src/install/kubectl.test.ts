/** What a cluster may say through a kubectl that is not what it seems. */
import { describe, expect, it } from 'vitest';
import { channelsIn } from '../canary/cluster.ts';
import { UserError } from '../errors.ts';
import { liveClaims } from './claims.ts';
import { crossplaneOf, packagesOf } from './cluster.ts';
import { type Kubectl, itemIn } from './kubectl.ts';
import { releasesOf } from './operators.ts';

const printing =
  (stdout: string): Kubectl =>
  () =>
    Promise.resolve({ code: 0, stdout, stderr: '' });
const object = (fields: object) => JSON.stringify({ items: [{ apiVersion: 'v1', kind: 'A', ...fields }] });

const odd = [
  { reason: 'a warning before the list', stdout: 'Warning: old\n{"items":[]}' },
  { reason: 'half a list', stdout: '{"items":[' },
  { reason: 'commands to a runner', stdout: '\u001B[31m\n::set-output name=a::b' },
  { reason: 'null', stdout: 'null' },
  { reason: 'a list', stdout: '[]' },
  { reason: 'no items', stdout: '{}' },
  { reason: 'items that are null', stdout: '{"items":null}' },
  { reason: 'items that are a number', stdout: '{"items":5}' },
  { reason: 'an item that is null', stdout: '{"items":[null]}' },
  { reason: 'an item without metadata', stdout: object({}) },
  { reason: 'a name that is a number', stdout: object({ metadata: { name: 7 } }) },
  { reason: 'labels that are null', stdout: object({ metadata: { name: 'a', labels: null } }) },
  { reason: 'an owner that is null', stdout: object({ metadata: { name: 'a', ownerReferences: [null] } }) },
] as const;

const questions: Readonly<Record<string, (kubectl: Kubectl) => Promise<unknown>>> = {
  'its packages': packagesOf,
  'its Crossplane': crossplaneOf,
  'its claims': (kubectl) => liveClaims(kubectl, 'toys.example.org'),
  'its channels': (kubectl) => channelsIn(kubectl, 'toys.example.org'),
  'its releases of Helm': (kubectl) => releasesOf(kubectl, 'toys'),
};

describe('a cluster that is asked for', () => {
  describe.each(Object.entries(questions))('%s', (_, ask) => {
    it.each(odd)('is refused in one sentence if kubectl prints $reason', async ({ stdout }) => {
      const error = await ask(printing(stdout)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({
        message: expect.stringMatching(/^the cluster does not list [^\n]*: kubectl prints no /),
        hint: expect.stringContaining('kubectl'),
      });
    });
  });

  it('a kind is refused if it says nothing of it, since there may be claims', async () => {
    for (const spec of [null, 5, {}, { group: 'toys.example.org' }, { group: 'a', names: { kind: 'A' } }]) {
      const definitions = printing(object({ metadata: { name: 'widgets' }, spec }));
      await expect(liveClaims(definitions, 'toys.example.org')).rejects.toThrow(
        'the cluster does not say which kinds widgets defines',
      );
    }
  });

  it('its Crossplane has none if no Deployment says one, whatever it says', async () => {
    for (const spec of [
      null,
      5,
      { template: { spec: { containers: 5 } } },
      { template: { spec: { containers: [null] } } },
    ])
      expect(await crossplaneOf(printing(object({ metadata: { name: 'a' }, spec })))).toEqual({});
  });

  it('one object is refused if kubectl prints something else', () => {
    for (const text of ['', 'null', '[]', '{', '{"kind":"A"}'])
      expect(() => itemIn(text, 'the cluster does not show it')).toThrow(
        /^the cluster does not show it: kubectl prints /,
      );
  });
});
