import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { perTarget } from '../platform/package.ts';
import { platform } from '../platform/platform.ts';
import { apis, functions } from '../testing/widget.ts';
import { compareContracts, contractOf, readContract } from './contract.ts';

const toys = platform({
  name: 'toys',
  group: 'toys.example.org',
  registry: 'registry.example.org/toys',
  crossplane: '>=v2.4.0',
  version: '1.2.3',
  apis,
  compositions: async () => ({ compositions: { widget: () => undefined } }),
  functions: async () => ({ functions }),
  packages: perTarget('toys', ['local', 'cloud']),
});
const contract = contractOf(toys, functions);
const text = JSON.stringify(contract);

describe('the contract of a release', () => {
  it('has what the release promises', () => {
    expect(contract).toMatchObject({
      format: 1,
      platform: 'toys',
      version: '1.2.3',
      group: 'toys.example.org',
      crossplane: '>=v2.4.0',
      packages: {
        'toys-cloud-claims': { kinds: ['Widget'], targets: ['cloud'], flavour: 'claims' },
      },
      apis: { Widget: { definition: { kind: 'Widget', targets: ['local', 'cloud'] } } },
      targets: { cloud: { composes: { 'toys.example.org/v1 Gear': { plural: 'gears', namespaced: true } } } },
      conditions: { Provisioned: { Available: 'True' }, PlatformCapable: { EnvironmentComplete: 'True' } },
    });
  });

  it('is the same after a way through JSON', () => {
    expect(readContract(text, 'kit.tgz')).toEqual(contract);
    expect(JSON.stringify(readContract(text, 'kit.tgz'))).toBe(text);
  });

  it('differs in nothing from itself, read or not', () => {
    expect(compareContracts(readContract(text, 'kit.tgz'), contract, { today: '2027-06-01' })).toEqual([]);
  });
});

describe('a contract is refused', () => {
  it.each([
    { what: text.slice(0, 99), says: /the contract in kit\.tgz is damaged: it is not JSON/, reason: 'it is truncated' },
    { what: '[]', says: /is damaged: it is no object/, reason: 'it is a list' },
    {
      what: text.replace('"format":1', '"format":2'),
      says: /of format 2, and this planesmith reads format 1/,
      reason: 'a later engine made it',
    },
    {
      what: text.replace('"group":"toys.example.org",', ''),
      says: /damaged: group: is no string/,
      reason: 'a part is missing',
    },
    {
      what: text.replace('"format":1', '"format":-1'),
      says: /damaged: format: is not 1/,
      reason: 'no engine ever wrote this format',
    },
    {
      what: text.replace(/"version":"[^"]+","group"/, '"version":"banana","group"'),
      says: /damaged: version: "banana" is no semantic version/,
      reason: 'versions are compared',
    },
    {
      what: text.replace('"maximum":', '"maximum":1e999,"multipleOf":'),
      says: /teeth\.maximum: is no number/,
      reason: 'an infinite bound would be called null',
    },
    {
      what: text.replace('"default":', `"default":${'['.repeat(100_000)}${']'.repeat(100_000)},"deprecated":`),
      says: /damaged: it is nested too deeply/,
      reason: 'what compares it calls itself for every level',
    },
    {
      what: text.replace('"kind":"enum"', '"kind":"enmu"'),
      says: /spec\.fields\.size\.kind: is none that this engine knows/,
      reason: 'a node has a strange kind',
    },
    {
      what: text.replace('"minimum":1', '"minimun":1'),
      says: /spec\.fields\.teeth\.minimun: is unknown/,
      reason: 'nobody would compare a strange property',
    },
    {
      what: text.replace('"nullable":false', '"nullable":1'),
      says: /nullable: is no boolean/,
      reason: 'a property has another type',
    },
    {
      what: text.replace('"presence":"required"', '"presence":"maybe"'),
      says: /presence: is none of required, optional, defaulted/,
      reason: 'a property has a strange value',
    },
    {
      what: text.replace('"minimum":1', '"minimum":1,"pattern":"("'),
      says: /teeth\.pattern: is unknown/,
      reason: 'a node has a property of another kind',
    },
    {
      what: text.replace(/"kind":"string","maxLength":/, '"kind":"string","pattern":"(","maxLength":'),
      says: /pattern: is no regular expression of RE2/,
      reason: 'nobody can match a pattern',
    },
    {
      what: text.replace('"apis":{"Widget":', '"apis":{"Gadget":'),
      says: /apis\.Gadget\.definition\.kind: is another one/,
      reason: 'an API is listed under another kind',
    },
  ])('if $reason', ({ what, says }) => {
    expect(what).not.toBe(text);
    expect(() => readContract(what, 'kit.tgz')).toThrow(UserError);
    expect(() => readContract(what, 'kit.tgz')).toThrow(says);
  });
});
