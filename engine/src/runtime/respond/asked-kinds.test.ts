/** A claim is composed only if the cluster serves every kind that it needs; until then nothing is made, and nothing that exists changes. */
import { describe, expect, test } from 'vitest';
import { existing, grown } from '../../testing/widget-life.ts';
import { settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { functions } from '../../testing/widget.ts';
import { dispatch } from '../index.ts';
import { conditionIsFalse, conditionIsTrue, conditionUnknown, readyFalse, severityFatal } from './wire.ts';

const handler = dispatch(functions);
type Response = ReturnType<typeof handler>;
const lacking =
  (...kinds: readonly string[]) =>
  ({ kind }: { readonly kind: string }) =>
    kinds.includes(kind);
const answer = (request: WidgetRequest, ...kinds: readonly string[]) =>
  settle(handler, widgetRequest(request), {}, lacking(...kinds));
const capable = ({ conditions }: Response) => conditions.find(({ type }) => type === 'PlatformCapable');
const provisioned = ({ conditions }: Response) => conditions.find(({ type }) => type === 'Provisioned');
const asked = ({ requirements }: Response) => Object.values(requirements?.schemas ?? {}).map(({ kind }) => kind);

const onCloud = { target: 'cloud' } as const;
const ready = grown(handler, onCloud);
const found = (platformVersion = '0.1.0') => ({
  platformVersion,
  conditions: [{ type: 'PlatformCapable', status: 'True' }],
});

describe('a new claim whose kind the cluster lacks', () => {
  const response = answer(onCloud, 'Login');

  test('says so, and who must act', () => {
    expect(capable(response)).toMatchObject({
      status: conditionIsFalse,
      reason: 'KindsMissing',
      message:
        'This cluster lacks Login (toys.example.org/v1), which Widget orders needs, so nothing was changed: the platform team must install the ' +
        'operators and providers of this release, and the claim then goes on by itself',
    });
    expect(provisioned(response)).toMatchObject({ status: conditionIsFalse, reason: 'EnvironmentIncomplete' });
  });

  test('makes nothing, although only a resource that waits is of that kind, and is not ready', () => {
    expect(response.desired?.resources).toEqual({});
    expect(response.desired?.composite).toMatchObject({ ready: readyFalse, resource: undefined });
    expect(response.results.map(({ severity }) => severity)).not.toContain(severityFatal);
  });

  test('asks again in a minute: Crossplane does not watch schemas', () => {
    expect(response.meta?.ttl).toEqual({ seconds: 60, nanos: 0 });
  });

  test('goes on once the kind is there', () => {
    const healed = answer(onCloud);
    expect(capable(healed)).toMatchObject({ status: conditionIsTrue, reason: 'EnvironmentComplete' });
    expect(Object.keys(healed.desired?.resources ?? {})).toContain('gear');
    expect(healed.meta?.ttl).toBeUndefined();
  });

  test('names all that is missing, in the order in which it is composed', () => {
    expect(capable(answer(onCloud, 'Login', 'Gear'))?.message).toContain(
      'lacks Gear (toys.example.org/v1), Login (toys.example.org/v1), which',
    );
  });
});

describe('an existing claim', () => {
  const { login: _, ...others } = ready.observed ?? {};

  test('stays as it is, by a fatal result, if it would get its first object of a kind that is missing', () => {
    const response = answer({ ...ready, observed: others, status: { ...ready.status, ...found('0.0.9') } }, 'Login');
    expect(response.results.map(({ severity }) => severity)).toEqual([severityFatal]);
    expect(capable(response)?.reason).toBe('KindsMissing');
  });

  test('asks nothing while it has an object of each kind, whatever the cluster says', () => {
    const response = handler(widgetRequest(ready));
    expect(asked(response)).toEqual([]);
    expect(capable(response)?.status).toBe(conditionIsTrue);
  });

  test('asks only for the kinds of which it has nothing', () => {
    expect(asked(handler(widgetRequest({ ...ready, observed: others })))).toEqual(['Login']);
  });

  test('of another version of a kind has no object of it', () => {
    const gear = ready.observed?.['gear']?.object;
    const observed = { ...ready.observed, gear: existing({ ...gear, apiVersion: 'toys.example.org/v1beta1' }) };
    expect(asked(handler(widgetRequest({ ...ready, observed })))).toEqual(['Gear']);
  });
});

describe('a claim that was found capable', () => {
  test('asks only for what it creates now, so that progress costs Crossplane no more', () => {
    const { status: __, ...silent } = (ready.observed?.['gear']?.object ?? {}) as { status?: object };
    const request = { ...onCloud, observed: { gear: { object: silent } } };
    expect(asked(handler(widgetRequest(request)))).not.toEqual([]);
    expect(asked(handler(widgetRequest({ ...request, status: found() })))).toEqual([]);
  });

  test('is asked about as a whole by another release', () => {
    const request = { ...onCloud, status: found('0.0.9') };
    expect(asked(handler(widgetRequest(request)))).toEqual(asked(handler(widgetRequest(onCloud))));
  });
});

describe('a call', () => {
  test('looks up no object of a kind before that kind is known: Crossplane would fail for good', () => {
    const lookups = (response: Response) =>
      Object.values(response.requirements?.resources ?? {}).map(({ kind }) => kind);
    expect(lookups(handler(widgetRequest(onCloud)))).not.toContain('Gear');
    expect(lookups(answer(onCloud))).toContain('Gear');
    expect(lookups(answer(onCloud, 'Gear'))).not.toContain('Gear');
  });

  test('fetches no schema a second time to look up objects: the context of the pipeline remembers', () => {
    expect(asked(answer(onCloud))).toEqual([]);
    expect(answer(onCloud).context).toMatchObject({ 'planesmith.dev/kinds': { 'Gear (toys.example.org/v1)': true } });
  });

  test('never asks for a kind of Kubernetes itself', () => {
    const { requirements } = handler(widgetRequest(onCloud));
    expect(Object.values(requirements?.schemas ?? {}).map(({ apiVersion }) => apiVersion)).not.toContain('v1');
  });
});

describe('a Crossplane that fetches no schemas for functions (before v2.2)', () => {
  const request = { ...widgetRequest(onCloud), meta: { tag: '', capabilities: [] } };
  const response = settle(handler, request, {}, lacking('Gear'));

  test('leaves it open whether the kinds are there, and gets the whole claim', () => {
    expect(capable(response)).toMatchObject({ status: conditionUnknown, reason: 'KindsUnknown' });
    expect(asked(response)).toEqual([]);
    expect(Object.keys(response.desired?.resources ?? {})).toContain('gear');
  });

  test('is told of a claim that has all that it needs what it would be told anyway', () => {
    const complete = { ...widgetRequest(ready), meta: request.meta };
    expect(capable(settle(handler, complete))?.status).toBe(conditionIsTrue);
  });
});
