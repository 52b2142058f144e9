/** An API of the platform as a kind that another API composes. */
import type { AnyApi, EngineStatus, Output, SpecInput } from '../schema/index.ts';
import { unchangedPaths } from '../schema/unchanged.ts';
import { composed, type Composed, type ComposedOptions } from './model.ts';
import { progressing, ready } from './readiness.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
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
 * The kind of `api`. Its apiVersion has no group until `inGroup` gives it that of the platform. An object is ready when its condition
 * `Ready` is True for its latest change; otherwise the reason is the message of its condition `Provisioned`. It is not quoted while nobody has
 * to act: it changes with every part then.
 */
export function composedApi<A extends AnyApi>(
  api: A,
  { concerns }: Pick<ComposedOptions<ComposedApi<A>>, 'concerns'> = {},
): Composed<ComposedApi<A>> {
  const { kind, plural, version, scope } = api;
  return composed<ComposedApi<A>>(
    {
      apiVersion: `/${version}`,
      kind,
      plural,
      namespaced: scope === 'Namespaced',
      immutable: unchangedPaths(api.spec, 'spec'),
    },
    {
      ...(concerns && { concerns }),
      ready: (observed) => {
        const verdict = isReady(observed);
        if (verdict === true) return true;
        const { conditions } = observed.status ?? {};
        const unfinished = conditions?.find(({ type, status }) => type === 'Provisioned' && status !== 'True');
        if (conditions === undefined || unfinished?.reason === progressing) return ready.starting;
        return unfinished?.message?.replace(/\.$/, '') || verdict;
      },
    },
  );
}
