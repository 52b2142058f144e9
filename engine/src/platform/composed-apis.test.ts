import { describe, expect, it } from 'vitest';
import { composedApi, main, perItem } from '../authoring/index.ts';
import { UserError } from '../errors.ts';
import { api, object } from '../schema/index.ts';
import { gadget, gadgetLocal, gadgetPlanner } from '../testing/gadget.ts';
import { apis, functions, Gear, planner, target, widget } from '../testing/widget.ts';
import type { Apis, PlatformDefinition } from './definition.ts';
import { platform } from './platform.ts';

const group = 'toys.example.org';
const Widget = composedApi(widget);
const Gadget = composedApi(gadget);

/** An API that composes claims of two others; in the cloud only of one of them. */
const robot = api({
  kind: 'Robot',
  description: 'A robot that walks.',
  targets: ['local', 'cloud'],
  spec: object({}),
  recorded: object({}),
  status: object({}),
  secret: {},
});
const robotPlanner = planner(robot, () => ({ record: {} }));
const gear = () => Gear({ spec: { version: '1', teeth: 1 } });
const robotOn = {
  local: target(robotPlanner, { resources: { gear: main(Gear), body: Widget, arm: perItem(Gadget) } }, () => ({
    resources: { gear: gear(), body: Widget({ spec: {} }), arm: {} },
    secret: {},
    status: {},
  })),
  cloud: target(robotPlanner, { resources: { gear: main(Gear), body: Widget } }, () => ({
    resources: { gear: gear(), body: Widget({ spec: {} }) },
    secret: {},
    status: {},
  })),
};
const all = {
  ...functions,
  gadget: { planner: gadgetPlanner, targets: { local: gadgetLocal } },
  robot: { planner: robotPlanner, targets: robotOn },
};

const load = (packages: readonly object[], served: object = { ...apis, gadget, robot }) =>
  platform({
    name: 'toys',
    group,
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis: served,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions: all }),
    packages,
  } as unknown as PlatformDefinition<Apis>).loadFunctions();

const pkg = (name: string, targets: readonly string[], keys?: readonly string[]) => ({
  name,
  targets,
  flavour: 'namespaced',
  ...(keys && { apis: keys }),
});

describe('a package with an API that composes claims of another', () => {
  it.each([
    { packages: [pkg('all', ['local', 'cloud'])], reason: 'it has all' },
    { packages: [pkg('robots', ['cloud'], ['robot', 'widget'])], reason: 'in the cloud a robot has no arms' },
    { packages: [pkg('widgets', ['local'], ['widget']), pkg('gadgets', ['local'], ['gadget'])], reason: 'no robot' },
  ])('is fine: $reason', async ({ packages }) => {
    await expect(load(packages)).resolves.toBeDefined();
  });

  it.each([
    {
      packages: [pkg('robots', ['local'], ['robot'])],
      says: 'package robots lacks the APIs widget and gadget, whose claims Robot composes',
      reason: 'it has nothing but robots',
    },
    {
      packages: [pkg('robots', ['cloud', 'local'], ['robot', 'widget'])],
      says: 'package robots lacks the API gadget, whose claims Robot composes',
      reason: 'one of its targets composes gadgets',
    },
    {
      packages: [pkg('all', ['local', 'cloud']), pkg('robots', ['cloud'], ['robot'])],
      says: 'package robots lacks the API widget, whose claims Robot composes',
      reason: 'another package has them, which cannot be installed beside it',
    },
  ])('is refused with one sentence: $reason', async ({ packages, says }) => {
    await expect(load(packages)).rejects.toThrow(UserError);
    await expect(load(packages)).rejects.toThrow(says);
    await expect(load(packages)).rejects.toMatchObject({ hint: expect.stringContaining('`packages`') });
  });

  it('is refused if the platform does not have the other API at all', async () => {
    const refused = load([pkg('all', ['local'])], { ...apis, robot });
    await expect(refused).rejects.toThrow('package all lacks the API Gadget, whose claims Robot composes');
    await expect(refused).rejects.toMatchObject({
      hint: expect.stringContaining('apis/index.ts and functions/index.ts'),
    });
  });
});
