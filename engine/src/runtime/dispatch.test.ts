import type { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { integer, object, optional, string } from '../schema/index.ts';
import { gadget, gadgetLocal, gadgetPlanner } from '../testing/gadget.ts';
import { cluster, grown } from '../testing/widget-life.ts';
import { dev, settle, type WidgetRequest, widgetRequest } from '../testing/widget-request.ts';
import { Gear, functions, widget, widgetPlanner, planner, target } from '../testing/widget.ts';
import { main, functionsOf } from '../authoring/index.ts';
import { eventTypes } from '../authoring/reasons.ts';
import { dispatch } from './index.ts';
import {
  conditionIsFalse,
  readyFalse,
  readyTrue,
  readyUnspecified,
  severityFatal,
  severityWarning,
  toCompositeAndClaim,
} from './respond/wire.ts';

const handler = dispatch(functions);
const answer = (request: WidgetRequest) => settle(handler, widgetRequest(request), cluster);

const boom = () => {
  throw new Error('boom');
};
const desiredByOthers = (text: string) =>
  ({ resource: { kind: 'Other', text }, connectionDetails: {}, ready: readyTrue }) as const;

describe('a claim that cannot be served', () => {
  const { version: _, ...nameless } = dev;
  const rows: { reason: string; request: WidgetRequest; says: string | RegExp; incapable?: true }[] = [
    {
      reason: 'the kind is not one of ours',
      request: { kind: 'Wodget' },
      says: 'does not know the kind Wodget, only Widget',
    },
    {
      reason: 'the input has a misspelt field',
      request: { input: { tagret: 'local' } },
      says: 'input.tagret: unknown field "input.tagret", did you mean "target"?',
    },
    {
      reason: 'the input has an empty field',
      request: { input: { platform: '' } },
      says: 'input.platform: Invalid value',
    },
    {
      reason: 'the step does not require the environment',
      request: { environment: 'unasked' },
      says: 'The step of the Composition does not require the resource "environment"',
      incapable: true,
    },
    {
      reason: 'the cluster has no environment',
      request: { environment: null },
      says: 'EnvironmentConfig toys does not exist in this cluster: the platform team must create it',
      incapable: true,
    },
    {
      reason: 'the environment lacks a fact',
      request: { environment: nameless },
      says: /EnvironmentConfig toys lacks facts that Widget needs: data.version: Required value/,
      incapable: true,
    },
    {
      reason: 'the environment lacks a section that the target needs',
      request: { target: 'cloud', environment: { name: 'dev', version: '1' } },
      says: 'EnvironmentConfig toys has no data.cloud, which Widget needs on target cloud',
      incapable: true,
    },
    {
      reason: 'the claim does not fit the schema, which the API server should have found',
      request: { spec: { teeth: 'many', size: 'huge' } },
      says: /Widget orders is not valid: .*spec.size: Unsupported value: "huge".*spec.teeth: Invalid value/,
    },
    {
      reason: 'what is recorded is not what was written',
      request: { status: { recorded: { version: '1', teeth: 'many', identity: 'x' } } },
      says: 'status.recorded.teeth: Invalid value',
    },
    {
      reason: 'the Composition is for a target that the function does not have',
      request: { target: 'mars' },
      says: 'asks for target mars, and Widget is known on local, cloud',
    },
    {
      reason: 'the claim lives on a target that this release has dropped',
      request: { status: { target: 'mars' } },
      says: 'this Widget was made on target mars, and this release knows only local, cloud',
    },
    {
      reason: 'nobody says in which namespace',
      request: { namespace: '' },
      says: 'has neither a namespace nor a claim',
    },
  ];
  const saying = (says: string | RegExp) =>
    (says instanceof RegExp ? expect.stringMatching(says) : expect.stringContaining(says)) as string;
  const failingIn = ({ conditions }: RunFunctionResponse) =>
    conditions.filter(({ status }) => status === conditionIsFalse).map(({ type }) => type);
  /** Crossplane may not have seen yet what it composed. */
  const referenced = (request: WidgetRequest) => ({ ...request, spec: { ...request.spec, resourceRefs: [{}] } });

  test.each(rows)('has a fatal result once it has something, when $reason', ({ request, says, incapable = false }) => {
    const response = handler(widgetRequest(referenced(request)));
    const { meta, desired, results, conditions } = response;
    expect(results).toEqual([{ severity: severityFatal, message: saying(says) }]);
    expect(meta).toEqual({ tag: 'the-tag' });
    expect(desired).toBeUndefined();
    expect(failingIn(response)).toEqual(incapable ? ['PlatformCapable', 'Provisioned'] : ['Provisioned']);
    expect(conditions.at(-1)?.message).toBe(results[0]?.message);
  });

  const fresh = rows.filter(({ request }) => request.status === undefined);
  test.each(fresh)('is not ready from its first answer on, when $reason', ({ request, says, incapable = false }) => {
    const others = { composite: undefined, resources: { other: desiredByOthers('first') } };
    const response = handler(widgetRequest({ ...request, desired: others }));
    const { meta, desired, results, conditions } = response;
    const reason = conditions.at(-1)?.reason ?? '';
    expect(results).toEqual([
      { severity: severityWarning, reason, message: saying(says), target: toCompositeAndClaim },
    ]);
    expect(Object.keys(eventTypes)).toContain(reason);
    expect(meta).toEqual({ tag: 'the-tag', ttl: { seconds: 60, nanos: 0 } });
    expect(desired?.composite).toMatchObject({ ready: readyFalse, resource: undefined });
    expect(desired?.resources).toEqual(others.resources);
    expect(failingIn(response)).toEqual(incapable ? ['PlatformCapable', 'Provisioned'] : ['Provisioned']);
    expect(conditions.at(-1)?.message).toBe(results[0]?.message);
  });

  const touched: { reason: string; request: WidgetRequest }[] = [
    { reason: 'an object of it exists', request: { observed: { shelf: { object: {} } } } },
    { reason: 'an object of it is referenced', request: referenced({}) },
    { reason: 'a decision for it is recorded', request: { status: { recorded: { version: '1' } } } },
    { reason: 'its target is recorded', request: { status: { target: 'local' } } },
  ];
  test.each(touched)('has something if $reason', ({ request }) => {
    const { results } = handler(widgetRequest({ ...request, environment: null }));
    expect(results.map(({ severity }) => severity)).toEqual([severityFatal]);
  });
});

describe('an API that needs a section of the environment', () => {
  const bare = { name: 'dev', version: '1' };
  const cloudy = planner(gadget, { environment: ['cloud'] }, ({ environment: facts }) => ({
    region: facts.cloud.region,
    record: {},
  }));
  const local = target(cloudy, { resources: { gear: main(Gear) } }, ({ plan: { region }, environment: facts }) => ({
    resources: { gear: Gear({ spec: { version: facts.cloud.region, teeth: 1, region } }) },
    secret: {},
    status: {},
  }));
  const both = dispatch({ ...functions, gadget: { planner: cloudy, targets: { local } } });

  test('is not served without it, and says so, while the other APIs are', () => {
    const { results, conditions } = both(widgetRequest({ kind: 'Gadget', environment: bare }));
    const message =
      'EnvironmentConfig toys has no data.cloud, which Gadget needs on target local; the platform team must add it';
    expect(results).toMatchObject([{ severity: severityWarning, message }]);
    expect(conditions.map(({ type, status }) => [type, status])).toEqual([
      ['PlatformCapable', conditionIsFalse],
      ['Provisioned', conditionIsFalse],
    ]);
    expect(settle(both, widgetRequest({ environment: bare }), cluster).results).toEqual([]);
  });

  test('is served with it, on targets that need nothing more', () => {
    const { results, desired } = settle(both, widgetRequest({ kind: 'Gadget' }));
    expect(results).toEqual([]);
    expect(desired?.resources['gear']?.resource).toMatchObject({ spec: { version: 'moon', region: 'moon' } });
  });

  test('says in one go what it lacks and what the target lacks', () => {
    const wide = object({
      name: string('The id.', { maxLength: 20 }),
      sun: optional(string('The name of the sun.', { maxLength: 20 })),
      moon: optional(string('The name of the moon.', { maxLength: 20 })),
    });
    const other = functionsOf({ environment: wide });
    const sunny = other.planner(gadget, { environment: ['sun'] }, () => ({ record: {} }));
    const tidal = other.target(sunny, { environment: ['moon'], resources: { gear: main(Gear) } }, boom);
    const sunnyFunctions = { gadget: { planner: sunny, targets: { local: tidal } } };
    expect(dispatch(sunnyFunctions)(widgetRequest({ kind: 'Gadget' })).results[0]?.message).toContain(
      'EnvironmentConfig toys has no data.sun and data.moon, which Gadget needs on target local',
    );
  });
});

describe('both flavours', () => {
  test('compose the same objects for the same claim', () => {
    const [namespaced, claims] = (['namespaced', 'claims'] as const).map((flavour) =>
      answer({ flavour, target: 'cloud' }),
    );
    expect(claims?.desired?.resources).toEqual(namespaced?.desired?.resources);
    expect(claims?.desired?.composite?.resource).toMatchObject({ kind: 'XWidget', status: { target: 'cloud' } });
  });

  test('always say in which namespace, which is the claim’s', () => {
    const { desired } = answer({ flavour: 'claims', spec: { stickers: { a: 'x' } } });
    const namespaces = Object.values(desired?.resources ?? {}).map(({ resource }) => resource?.['metadata'].namespace);
    expect(namespaces).toEqual(['team-a', 'team-a']);
  });
});

describe('releases side by side', () => {
  test('a field of a newer release stops nobody', () => {
    const fields = { colour: 'red', connectionSecret: { colour: 'red' } };
    const request = { spec: fields, environment: { ...dev, cloud: { ...dev.cloud, colour: 'red' } } };
    expect(answer(request).desired?.resources).toEqual(answer({}).desired?.resources);
  });

  test('what a newer release has recorded is not dropped by an older one', () => {
    const recorded = { version: '1', teeth: 10, identity: 'x', colour: 'red' };
    expect(answer({ status: { recorded } }).desired?.composite?.resource?.['status']).toMatchObject({ recorded });
  });
});

describe('other steps of the pipeline', () => {
  const earlier = {
    composite: {
      resource: { status: { theirs: 1, target: 'theirs' } },
      connectionDetails: {},
      ready: readyUnspecified,
    },
    resources: { theirs: desiredByOthers('kept'), gear: desiredByOthers('replaced') },
  } as const;

  test('keep what they desire, but for what has the same key', () => {
    const { desired, context } = answer({ desired: earlier, context: { from: 'them' } });
    expect(desired?.resources['theirs']).toEqual(earlier.resources.theirs);
    expect(desired?.resources['gear']?.resource).toMatchObject({ kind: 'Gear', spec: { teeth: 10 } });
    expect(desired?.composite?.resource?.['status']).toMatchObject({ theirs: 1, target: 'local' });
    expect(context).toMatchObject({ from: 'them' });
  });

  test('have their say on readiness once ours is ready, and not before', () => {
    const ready = grown(handler, { target: 'cloud' });
    expect(answer({ ...ready, desired: earlier }).desired?.composite?.ready).toBe(readyUnspecified);
    const theirs = { ...earlier, composite: { ...earlier.composite, ready: readyFalse } } as const;
    expect(answer({ ...ready, desired: theirs }).desired?.composite?.ready).toBe(readyFalse);
    expect(answer({ desired: earlier }).desired?.composite?.ready).toBe(readyFalse);
  });
});

describe('dispatch itself refuses', () => {
  test('two APIs with the same names', () => {
    const again = { planner: { ...gadgetPlanner, api: { ...gadgetPlanner.api, kind: 'WIDGET' } }, targets: {} };
    expect(() => dispatch({ ...functions, again })).toThrow(UserError);
  });

  test('planners with different environments', () => {
    const other = functionsOf({ environment: object({ name: string('The id.', { maxLength: 20 }) }) });
    const gadgets = { planner: other.planner(gadget, () => ({ record: {} })), targets: {} };
    const both = () => dispatch({ ...functions, gadget: gadgets });
    expect(both).toThrow(UserError);
    expect(both).toThrow('the planners of Widget and Gadget were made with different environments');
  });

  test('a target that was made for another planner', () => {
    expect(() => dispatch({ widget: { planner: widgetPlanner, targets: { local: gadgetLocal } } })).toThrow(UserError);
  });

  test('an unsound schema, before the first claim comes', () => {
    const maxTeeth = integer('The most teeth.', { minimum: 1, maximum: 9 });
    const other = functionsOf({ environment: object({ name: string('', { maxLength: 5 }), maxTeeth }) });
    const mute = other.planner(widget, () => ({ record: { version: '1', teeth: 1, identity: 'x' } }));
    expect(() => dispatch({ widget: { planner: mute, targets: {} } })).toThrow(UserError);
  });
});
