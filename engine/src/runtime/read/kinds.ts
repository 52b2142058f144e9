/** Which kinds the cluster serves, as far as one request of Crossplane shows it. */
import type { RunFunctionRequest, SchemaSelector } from '@crossplane-org/function-sdk-typescript';
import { isFromKubernetes } from './kubernetes-groups.ts';

/** A kind in one version. */
export type Kind = Readonly<Pick<SchemaSelector, 'apiVersion' | 'kind'>>;

/** Whether the cluster serves a kind; `unknown` if Crossplane has not looked. */
export type Served = 'served' | 'absent' | 'unknown';

/** The key of the pipeline's context under which the function keeps what it has learnt in an earlier call of the same reconcile. */
export const kindsKey = 'planesmith.dev/kinds';

/** The kinds of which a call has learnt whether the cluster serves them, by their title. */
export type Learnt = Readonly<Record<string, boolean>>;

/** What an answer asks of the cluster's kinds. */
export interface AskedKinds {
  /** The schemas that Crossplane must fetch, by name of the requirement. */
  readonly schemas: Readonly<Record<string, SchemaSelector>>;
  /** What later calls of this reconcile find in the pipeline's context; empty if there is nothing. */
  readonly learnt: Learnt;
  /** Whether nobody has found out yet if the cluster serves them all. */
  readonly isUnknown: boolean;
}

/** Answers which kinds a cluster serves. */
export interface KindsSeen {
  of(kind: Kind): Served;
  /** Whether a kind is served, and nobody has to look: it comes with the cluster, or the claim has an object of it. */
  isCertain(kind: Kind): boolean;
  /** What the context of the pipeline says. */
  readonly learnt: Learnt;
  /** Whether this Crossplane fetches schemas for functions. */
  readonly canBeAsked: boolean;
}

/** CAPABILITY_REQUIRED_SCHEMAS of run_function.proto: Crossplane has it from v2.2 on, and tells what it can from then on. */
const fetchesSchemas = 5;

/** The kind as people read it, which is also the name of its requirement: `Cluster (postgresql.cnpg.io/v1)`. */
export function kindTitle({ apiVersion, kind }: Kind): string {
  return `${kind} (${apiVersion})`;
}

/** The kinds that a request shows. An object that exists proves its kind; its absence proves nothing. */
export function kindsIn({ meta, observed, context, requiredSchemas }: RunFunctionRequest): KindsSeen {
  const existing = new Set(
    Object.values(observed?.resources ?? {}).map(({ resource }) =>
      kindTitle({ apiVersion: String(resource?.['apiVersion']), kind: String(resource?.['kind']) }),
    ),
  );
  const learnt = learntIn(context);
  const isCertain = (kind: Kind) => isFromKubernetes(kind) || existing.has(kindTitle(kind));
  return {
    learnt,
    isCertain,
    canBeAsked: meta?.capabilities.some((capability) => (capability as number) === fetchesSchemas) === true,
    of(kind) {
      const title = kindTitle(kind);
      if (isCertain(kind)) return 'served';
      if (Object.hasOwn(learnt, title)) return learnt[title] === true ? 'served' : 'absent';
      if (!Object.hasOwn(requiredSchemas, title)) return 'unknown';
      // An unknown kind has a Schema without content (core v2.4.0 internal/xfn/required_schemas.go:98).
      return requiredSchemas[title]?.openapiV3 === undefined ? 'absent' : 'served';
    },
  };
}

function learntIn(context: RunFunctionRequest['context']): Learnt {
  const learnt: unknown = context?.[kindsKey];
  return typeof learnt === 'object' && learnt !== null ? (learnt as Learnt) : {};
}
