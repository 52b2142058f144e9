/** Crossplane's last request for the example Database on aws, once it is ready. */
import { readFileSync } from 'node:fs';
import { encodeRequest } from 'planesmith/codec';
import { dispatch } from 'planesmith/runtime';
import { answering, type KubernetesObject, reconcile } from 'planesmith/testing';
import { parse } from 'yaml';
import { functions } from '../../functions/index.ts';
import { situationOf } from '../cases/situation.ts';
import { stored } from './app/request.ts';

/** The bytes of the request, with every observed object as an API server returns it. */
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
  const { own } = reconcile(answering(dispatch(functions)), situation);
  const { request } = own!;
  for (const resource of Object.values(request.observed?.resources ?? {}))
    resource.resource = stored(resource.resource ?? {}, []);
  return encodeRequest(request);
}
