/** The life of a widget in a cluster without failures: every desired object exists at the next call, and is ready. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { objectName } from '../runtime/read/names.ts';
import { Login } from './widget.ts';
import { settle, type Existing, type WidgetRequest, widgetRequest } from './widget-request.ts';

type Handler = (request: RunFunctionRequest) => RunFunctionResponse;
type Parts = Readonly<Record<string, unknown>>;

export const credentials = { username: 'turner', password: 'squeaky-Wheel-42' };
const works = {
  conditions: [
    { type: 'Synced', status: 'True' },
    { type: 'Ready', status: 'True' },
  ],
};

/** The Secret with the login that an operator writes for a local gear. */
export const appSecret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'orders-widget-app', namespace: 'team-a' },
  data: {
    username: Buffer.from(credentials.username).toString('base64'),
    password: Buffer.from(credentials.password).toString('base64'),
  },
};
/** The Secret that the owner of a Login writes under the Login's name, for a widget in the cloud. */
const loginName = objectName({ namespace: 'team-a', claim: 'orders', kind: 'Widget' }, 'login', Login.nameLimit);
const loginSecret = { ...appSecret, metadata: { ...appSecret.metadata, name: loginName } };
export const cluster = { 'orders-widget-app': appSecret, [loginName]: loginSecret };

/** The object after its owner has finished. */
export function existing(object: Parts): Existing {
  const kind = object['kind'];
  if (kind === 'Gear')
    return { object: { ...object, status: { ...works, address: 'orders.example.org', port: 5432 } } };
  if (kind === 'Login') return { object: { ...object, status: works } };
  return { object };
}

/** The next request after a response: its resources exist, and its status is stored. */
export function next(request: WidgetRequest, { desired }: RunFunctionResponse): WidgetRequest {
  const resources = Object.entries(desired?.resources ?? {});
  return {
    ...request,
    observed: Object.fromEntries(resources.map(([key, { resource }]) => [key, existing(resource as Parts)])),
    status: (desired?.composite?.resource?.['status'] ?? request.status ?? {}) as Parts,
  };
}

/** The request of Crossplane for a widget that is ready. */
export function grown(handler: Handler, request: WidgetRequest): WidgetRequest {
  let now = request;
  for (let round = 0; round < 5; round += 1) now = next(now, settle(handler, widgetRequest(now), cluster));
  return now;
}
