import { describe, expect, it } from 'vitest';
import type { Finding } from '../finding.ts';
import { completedEnvironments } from './completed-environments.ts';

const environment = (data: object) => ({
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'toys' },
  data,
});
const requires = (path: string, rule = 'environment-required-field-added'): Finding => ({
  rule,
  severity: 'breaking',
  place: `environment ${path}`,
  message: 'It is new.',
  claims: [],
  fingerprint: '000000000000',
});

describe('a fact that the new release requires', () => {
  it.each([
    {
      reason: 'at the top',
      path: 'bench',
      now: { bench: 'b' },
      data: { name: 'x', cloud: { region: 'r' }, bench: 'b' },
    },
    {
      reason: 'in a section',
      path: 'cloud.audit',
      now: { cloud: { audit: 'a', region: 'other' }, name: 'y' },
      data: { name: 'x', cloud: { region: 'r', audit: 'a' } },
    },
    {
      reason: 'a whole section',
      path: 'shop',
      now: { shop: { a: 1 } },
      data: { name: 'x', cloud: { region: 'r' }, shop: { a: 1 } },
    },
  ])('is that of the new environment, and nothing else is: $reason', ({ path, now, data }) => {
    const old = { prod: environment({ name: 'x', cloud: { region: 'r' } }) };
    for (const rule of ['environment-required-field-added', 'environment-field-required']) {
      expect(completedEnvironments(old, { prod: environment(now) }, [requires(path, rule)])).toEqual({
        environments: { prod: environment(data) },
        completed: [{ environment: 'prod', path }],
        lacking: [],
      });
    }
  });

  it.each([
    { reason: 'there is no environment of this name', now: { dev: environment({ bench: 'b' }) } },
    { reason: 'the environment of this name has none', now: { prod: environment({}) } },
    { reason: 'the environment of this name has no data', now: { prod: { ...environment({}), data: null } } },
  ])('is lacking if $reason', ({ now }) => {
    const old = { prod: environment({ name: 'x' }) };
    expect(completedEnvironments(old, now, [requires('bench')])).toEqual({
      environments: old,
      completed: [],
      lacking: [{ environment: 'prod', path: 'bench' }],
    });
  });

  it.each([
    { reason: 'the environment has it already', data: { bench: 'old' }, found: requires('bench') },
    { reason: 'the environment has no such section', data: {}, found: requires('cloud.audit') },
    { reason: 'it is a fact of each item of a list', data: { list: [{}] }, found: requires('list[].audit') },
    { reason: 'it is only optional', data: {}, found: requires('bench', 'environment-field-added') },
  ])('is not asked for if $reason', ({ data, found }) => {
    const old = { prod: environment(data) };
    const now = { prod: environment({ bench: 'b', cloud: { audit: 'a' }, list: [{ audit: 'a' }] }) };
    expect(completedEnvironments(old, now, [found])).toEqual({ environments: old, completed: [], lacking: [] });
  });
});
