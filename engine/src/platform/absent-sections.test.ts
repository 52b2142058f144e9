import { describe, expect, it } from 'vitest';
import { functionsOf, main } from '../authoring/index.ts';
import { extended, object, optional, string } from '../schema/index.ts';
import { Gear, widget as limited } from '../testing/widget.ts';
import type { Apis, PlatformDefinition } from './definition.ts';
import { perTarget } from './package.ts';
import { platform } from './platform.ts';

const text = string('A text.', { maxLength: 9 });
const section = (description: string) => optional(object({ door: optional(text) }, { description }));
const environment = object({ name: text, shop: section('The shop.'), cloud: section('The cloud.') });
const catalogue = functionsOf({ environment });
const widget = { ...limited, limits: {} };
const planner = catalogue.planner(widget, { environment: ['shop'] }, () => ({
  record: { identity: 'a', version: '1', teeth: 1 },
}));
const composed = () => ({
  resources: { gear: Gear({ spec: { version: '1', teeth: 1 } }) },
  secret: { host: 'h', port: '1', username: 'u', password: 'p' },
  status: {},
});
const resources = { gear: main(Gear) };
const targets = {
  local: catalogue.target(planner, { resources }, composed),
  cloud: catalogue.target(planner, { environment: ['cloud.door', 'shop.door?'], resources }, composed),
};

/** Loads the functions of a platform that has these targets, and whose environment lacks these sections. */
const load = (offered: readonly string[], without: readonly ('shop' | 'cloud')[]) => {
  const { adapt } = functionsOf({ environment: extended(environment, { without }) });
  return platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis: { widget },
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions: { widget: adapt({ planner, targets } as never) } }),
    packages: perTarget('toys', offered),
  } as unknown as PlatformDefinition<Apis>).loadFunctions();
};

describe('a platform whose environment lacks a section', () => {
  it.each([
    { offered: ['local', 'cloud'], without: [], reason: 'it lacks none' },
    { offered: ['local'], without: ['cloud'], reason: 'no package has the target that needs it' },
  ] as const)('is fine: $reason', async ({ offered, without }) => {
    await expect(load(offered, without)).resolves.toHaveProperty('widget');
  });

  it.each([
    {
      offered: ['local', 'cloud'],
      without: ['cloud'],
      says: "Widget on cloud needs the section cloud.door, which the environment's schema lacks",
      reason: 'a target needs a part of it',
    },
    {
      offered: ['local'],
      without: ['shop'],
      says: "Widget on local needs the section shop, which the environment's schema lacks",
      reason: 'the planner needs it everywhere',
    },
  ] as const)('is refused with one sentence: $reason', async ({ offered, without, says }) => {
    await expect(load(offered, without)).rejects.toThrow(new RegExp(`: ${says}$`));
  });
});
