import { describe, expect, it } from 'vitest';
import { emptyLock, fitOf, type Lock, type Pin, unresolved } from '../lock/index.ts';
import { readYaml } from '../yaml/index.ts';
import type { OperatorSettings } from '../synth/install.ts';
import { groupsIn, insistOperators, operatorsFile } from './install-operators.ts';

const pin = (name: string, groups?: readonly string[]): Pin => ({
  name,
  image: `ghcr.io/toy/${groups === undefined ? 'charts/' : ''}${name}`,
  version: 'v1.2.3',
  digest: unresolved,
  ...(groups !== undefined && { groups }),
});
const lock: Lock = {
  ...emptyLock,
  operators: [
    pin('baker', ['bread.example.org']),
    pin('brewer', ['beer.example.org']),
    pin('miller', ['mill.example.org']),
  ],
  charts: [pin('baker'), pin('miller'), pin('oven')],
};
const listed = (groups: readonly string[], settings = {}) =>
  operatorsFile('local', lock, groups, settings).flatMap(({ path, content }) =>
    readYaml(String(content)).documents.map((document) => [path, 'value' in document ? document.value : undefined]),
  );

describe('the operators of a bundle', () => {
  it('are those behind its kinds, each with the chart of its name, its namespace and its values', () => {
    const values = { watch: ['a'] };
    const [[path, value] = []] = listed(['bread.example.org', 'beer.example.org'], {
      baker: { namespace: 'shop', values },
    });
    expect(path).toBe('install/local/operators.yaml');
    const chart = { image: 'ghcr.io/toy/charts/baker', version: 'v1.2.3', digest: unresolved };
    expect(value).toEqual({
      operators: [
        { name: 'baker', version: 'v1.2.3', groups: ['bread.example.org'], namespace: 'shop', chart, values },
        { name: 'brewer', version: 'v1.2.3', groups: ['beer.example.org'] },
      ],
    });
  });

  it('live in a namespace of their own name if nobody says otherwise', () => {
    expect(JSON.stringify(listed(['mill.example.org']))).toContain('"namespace":"miller"');
  });

  it('have no file if nothing on the target needs one', () => {
    expect(listed(['apps'])).toEqual([]);
  });

  it('are also those behind the objects of the platform’s own files', () => {
    const content = 'apiVersion: v1\nkind: Secret\n---\napiVersion: bread.example.org/v1\nkind: Loaf\n';
    expect(groupsIn([{ path: 'install/local/loaf.yaml', content }])).toEqual(['', 'bread.example.org']);
  });

  it('need their charts in the lock, which are therefore not unused', () => {
    const needs = { groups: ['bread.example.org'], functions: [], references: [], offered: [] };
    expect(fitOf(lock, needs).unused.join()).toMatch(/brewer.*miller.*miller.*oven/);
    expect(fitOf(lock, needs).unused.join()).not.toContain('baker');
  });
});

describe('settings of operators', () => {
  it('are fine if a chart of the lock installs the operator', () => {
    expect(() => insistOperators(lock, { baker: { namespace: 'shop' } })).not.toThrow();
  });

  it.each([
    {
      reason: 'the lock has no such operator',
      name: 'backer',
      says: 'operators.backer has settings, and planesmith.lock.yaml has no operator backer',
    },
    { reason: 'no chart installs it', name: 'brewer', says: 'has no chart brewer' },
    { reason: 'it is only a chart', name: 'oven', says: 'has no operator oven' },
  ])('are refused if $reason', ({ name, says }) => {
    expect(() => insistOperators(lock, { [name]: {} })).toThrow(says);
  });

  // As a platform in JavaScript could write them.
  it.each([
    { given: '{"namespce": "shop"}', says: 'operators.baker has no field namespce, did you mean namespace?' },
    { given: '{"replicas": 2}', says: 'operators.baker has no field replicas' },
    { given: '{"namespace": "The Shop"}', says: 'operators.baker.namespace is not the name of a namespace' },
    { given: '{"namespace": 7}', says: 'operators.baker.namespace is not the name of a namespace' },
    { given: '{"values": ["a"]}', says: 'operators.baker.values is not a map of values of the chart' },
    { given: '{"values": null}', says: 'operators.baker.values is not a map of values of the chart' },
    { given: '"shop"', says: 'operators.baker is no map of settings' },
    { given: 'null', says: 'operators.baker is no map of settings' },
  ])('are refused if they are $given', ({ given, says }) => {
    const settings = JSON.parse(given) as OperatorSettings;
    expect(() => insistOperators(lock, { baker: settings })).toThrow(says);
  });
});
