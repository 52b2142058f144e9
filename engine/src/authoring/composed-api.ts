/** An API of the platform as a kind that another API composes. */
import type { AnyApi, EngineStatus, Output, SpecInput } from '../schema/index.ts';
import { composed, type Composed, type ComposedOptions } from './model.ts';
import { ready } from './readiness.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

/** An object of an API, as another API writes and observes it. */
export interface ComposedApi<A extends AnyApi> {
  readonly metadata?: { readonly generation?: number };
  readonly spec: SpecInput<A>;
  readonly status?: Partial<Output<A['status']>> & EngineStatus<A> & { readonly conditions?: readonly Condition[] };
}

const isReady = ready.condition('Ready');

/**
 * The kind of `api` in the platform's API group. An object is ready when its condition `Ready` is True for its latest change; otherwise
 * the reason is the message of its condition `Provisioned`.
 */
export function composedApi<A extends AnyApi>(
  group: string,
  api: A,
  { concerns }: Pick<ComposedOptions<ComposedApi<A>>, 'concerns'> = {},
): Composed<ComposedApi<A>> {
  const { kind, plural, version, scope } = api;
  const model = composed<ComposedApi<A>>(
    { apiVersion: `${group}/${version}`, kind, plural, namespaced: scope === 'Namespaced' },
    {
      ...(concerns && { concerns }),
      ready: (observed) => {
        const verdict = isReady(observed);
        if (verdict === true) return true;
        const { conditions } = observed.status ?? {};
        const unfinished = conditions?.find(({ type, status }) => type === 'Provisioned' && status !== 'True');
        return unfinished?.message?.replace(/\.$/, '') || (conditions === undefined ? ready.starting : verdict);
      },
    },
  );
  return Object.assign(model, { isApi: true });
}
