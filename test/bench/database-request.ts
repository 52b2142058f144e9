/** The request for the example Database on aws once it is ready, taken from the last call that a render of it makes. */
import { readFileSync } from 'node:fs';
import type { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { encodeRequest } from 'planesmith/codec';
import { dispatch } from 'planesmith/runtime';
import { type KubernetesObject, render } from 'planesmith/testing';
import { parse } from 'yaml';
import { functions } from '../../functions/index.ts';
import { situationOf } from '../cases/situation.ts';
import { stored } from './app/request.ts';

/** Its bytes, with every observed object as an API server returns it. */
export async function databaseRequest(): Promise<Buffer> {
  const path = new URL('../../examples/database.yaml', import.meta.url);
  const claim = parse(readFileSync(path, 'utf8')) as KubernetesObject;
  const situation = await situationOf({
    claim,
    target: 'aws',
    flavour: 'namespaced',
    state: 'settled',
    environment: 'dev',
  });
  const handler = dispatch(functions);
  let last: RunFunctionRequest | undefined;
  render({
    ...situation,
    handler: (request) => {
      last = request;
      return handler(request);
    },
  });
  for (const resource of Object.values(last?.observed?.resources ?? {}))
    resource.resource = stored(resource.resource ?? {}, []);
  if (last === undefined) throw new Error('the render called no function');
  return encodeRequest(last);
}
