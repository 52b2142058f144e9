/** Observed objects are decoded part by part at their first read, but behave like ordinary objects. */
import { type Resource, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { describe, expect, it } from 'vitest';
import { decodeRequest, encodeRequest } from './index.ts';

describe('an observed resource', () => {
  const long = 'x'.repeat(100);
  const widget = {
    kind: 'Widget',
    metadata: { name: 'w', managedFields: [{ manager: 'x' }], annotations: { long } },
    spec: { metadata: { managedFields: 'mine' }, long, list: [{ managedFields: 1 }] },
    status: { small: true },
  };
  const observed = { resource: widget, connectionDetails: { user: Buffer.from('u') }, ready: 0 };
  const sent = encodeRequest(
    RunFunctionRequest.fromPartial({
      observed: { composite: observed, resources: { main: observed } },
      desired: { resources: { main: observed } },
      requiredResources: { environment: { items: [observed] } },
    }),
  );
  const { managedFields: _, ...metadata } = widget.metadata;
  const seen = { ...widget, metadata };
  const main = () => decodeRequest(sent).observed?.resources['main'] as Resource;

  it('has no metadata.managedFields, which a desired one keeps', () => {
    const decoded = decodeRequest(sent);
    expect(decoded.observed?.composite?.resource).toEqual(seen);
    expect(decoded.observed?.resources['main']?.resource).toEqual(seen);
    expect(decoded.requiredResources['environment']?.items[0]?.resource).toEqual(seen);
    expect(decoded.desired?.resources['main']?.resource).toStrictEqual(widget);
  });

  const uses: Record<string, <T extends object>(object: T, name: keyof T) => unknown> = {
    read: (object, name) => object[name],
    'read twice': (object, name) => object[name] === object[name] && object[name],
    spread: (object, name) => ({ ...object })[name],
    listed: (object, name) => Object.entries(object).find(([key]) => key === name)?.[1],
    'printed as JSON': (object, name) => JSON.parse(JSON.stringify(object))[name],
    cloned: (object, name) => structuredClone(object)[name],
    inherited: (object, name) => (Object.create(object) as typeof object)[name],
    frozen: (object, name) => Object.freeze(object)[name],
  };
  for (const [use, take] of Object.entries(uses)) {
    it(`is an ordinary property when it is ${use}, and so are its parts`, () => {
      expect(take(main(), 'resource')).toEqual(seen);
      expect(take(main().resource ?? {}, 'metadata')).toEqual(metadata);
      expect(take(main().resource ?? {}, 'spec')).toEqual(widget.spec);
    });
  }

  it('has exactly the members that were sent', () => {
    expect(Reflect.ownKeys(main()).filter((key) => typeof key === 'string')).toEqual([
      'resource',
      'connectionDetails',
      'ready',
    ]);
    expect(Object.keys(main().resource ?? {}).toSorted()).toEqual(['kind', 'metadata', 'spec', 'status']);
    expect('status' in (main().resource ?? {})).toBe(true);
    expect(JSON.stringify(Object.getOwnPropertySymbols({ ...main().resource }))).toBe('[]');
  });

  it('can be replaced and deleted before the first read', () => {
    const resource = main();
    resource.resource = { kind: 'Other' };
    expect(resource).toEqual({ resource: { kind: 'Other' }, connectionDetails: { user: Buffer.from('u') }, ready: 0 });
    const object = main().resource ?? {};
    object['spec'] = 1;
    delete object['metadata'];
    expect(object).toEqual({ kind: 'Widget', spec: 1, status: { small: true } });
  });

  it('may have a part of any type, and one named __proto__', () => {
    const odd = JSON.parse(`{"metadata":"none","__proto__":{"long":"${long}"},"spec":[1]}`) as object;
    const request = RunFunctionRequest.fromPartial({ observed: { composite: { connectionDetails: {} } } });
    const composite = { resource: odd, connectionDetails: {}, ready: 0 };
    const bytes = encodeRequest({ ...request, observed: { composite, resources: {} } });
    expect(JSON.stringify(decodeRequest(bytes).observed?.composite?.resource)).toBe(
      `{"__proto__":{"long":"${long}"},"metadata":"none","spec":[1]}`,
    );
  });
});

describe('a required schema', () => {
  const schema = { type: 'object', properties: { spec: { description: 'x'.repeat(100) } }, required: ['spec'] };
  const requiredSchemas = { there: { openapiV3: schema }, absent: { openapiV3: undefined }, empty: { openapiV3: {} } };
  const sent = encodeRequest(RunFunctionRequest.fromPartial({ requiredSchemas }));

  it('is there with all that was sent, or it is absent', () => {
    const { there, absent, empty } = decodeRequest(sent).requiredSchemas;
    expect(there?.openapiV3).toEqual(schema);
    expect(absent?.openapiV3).toBeUndefined();
    expect(empty?.openapiV3).toEqual({});
  });

  it('is not decoded by a look at whether it is there', () => {
    const { there } = decodeRequest(sent).requiredSchemas;
    const { get } = Object.getOwnPropertyDescriptor(there?.openapiV3 ?? {}, 'properties') ?? {};
    expect(get).toBeTypeOf('function');
  });
});
