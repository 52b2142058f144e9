/** Another API of the same platform as a kind to compose: an XR in the namespaced flavour, a claim in the other, from the same object. */
import type { AnyApi, EngineStatus, Output, SpecInput } from '../schema/index.ts';
import { composed, type Composed } from './model.ts';
import { conditionTrue, starting } from './readiness.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

/** An object of an API as another API composes it. */
export interface ComposedApi<A extends AnyApi> {
  readonly metadata?: { readonly generation?: number };
  readonly spec: SpecInput<A>;
  readonly status?: Partial<Output<A['status']>> & EngineStatus<A> & { readonly conditions?: readonly Condition[] };
}

const isReady = conditionTrue('Ready');

/** The kind of `api` in the platform's API group; one of its objects is ready when it says so, and what it says otherwise is passed on. */
export function composedApi<A extends AnyApi>(group: string, api: A): Composed<ComposedApi<A>> {
  const { kind, plural, version, scope } = api;
  return composed<ComposedApi<A>>(
    { apiVersion: `${group}/${version}`, kind, plural, namespaced: scope === 'Namespaced' },
    {
      ready: (observed) => {
        const verdict = isReady(observed);
        if (verdict === true) return true;
        const told = observed.status?.conditions?.find(
          ({ type, status }) => type === 'Provisioned' && status !== 'True',
        );
        return told?.message?.replace(/\.$/, '') || (observed.status?.conditions === undefined ? starting : verdict);
      },
    },
  );
}
