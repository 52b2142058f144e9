/** The rules of readiness that most kinds share. */

interface Conditioned {
  readonly metadata?: { readonly generation?: number };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type?: string;
      readonly status?: string;
      readonly reason?: string;
      readonly message?: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** The reason of a resource that has not said anything yet; the developer reads the same as before it existed. */
export const starting = 'is being created';

/** Ready when the condition `type` is True for the generation that is stored; otherwise what the condition says instead. */
export function conditionTrue(type: string): (observed: object) => true | string {
  return (observed) => {
    const { metadata, status } = observed as Conditioned;
    const condition = status?.conditions?.find((each) => each.type === type);
    if (condition === undefined) return starting;
    if (condition.status !== 'True') {
      const why = condition.message || condition.reason;
      return `${type} is ${condition.status ?? 'Unknown'}${why ? `: ${why}` : ''}`;
    }
    if (condition.observedGeneration !== undefined && condition.observedGeneration < (metadata?.generation ?? 0)) {
      return `${type} is not reported for the latest change yet`;
    }
    return true;
  };
}

/** Ready as soon as it exists: for kinds that report no status. */
export function always(): true {
  return true;
}
