/** Judges what a cluster says of a smoke claim. */
import type { AnyApi } from '../schema/index.ts';

/** A claim as the cluster has it. */
export interface LiveClaim {
  readonly metadata: { readonly generation?: number };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly observedGeneration?: number;
    }[];
    readonly platformVersion?: string;
    readonly connectionSecretRef?: { readonly name?: string };
  };
}

/** Whether the claim is ready, as its present generation was seen. */
export function isReady({ metadata: { generation = 0 }, status }: LiveClaim): boolean {
  const conditions = status?.conditions ?? [];
  return ['Ready', 'Synced'].every((type) =>
    conditions.some(
      (condition) =>
        condition.type === type &&
        condition.status === 'True' &&
        (condition.observedGeneration ?? generation) >= generation,
    ),
  );
}

/** What the claim says that it lacks, in one line. */
export function lackOf({ status }: LiveClaim): string {
  const said = (status?.conditions ?? [])
    .filter(({ status: value }) => value !== 'True')
    .map(({ type, status: value, reason = '', message = '' }) =>
      [`${type}=${value}`, reason, message].filter((part) => part !== '').join(' '),
    );
  return said.length === 0 ? 'it says nothing: its Composition has not been run' : said.join('; ');
}

/** What is wrong with the Secret of an API that promises keys; otherwise which it has. `data` is base64, as the cluster has it. */
export function secretVerdict(
  { secret }: Pick<AnyApi, 'secret'>,
  name: string,
  data: Readonly<Record<string, string>>,
): { readonly passed: boolean; readonly says: string } {
  const promised = Object.keys(secret);
  const present = promised.filter((key) => Object.hasOwn(data, key));
  const empty = present.filter((key) => data[key] === '');
  if (present.length === 0)
    return { passed: false, says: `the Secret ${name} has none of the keys ${promised.join(', ')}` };
  if (empty.length > 0) return { passed: false, says: `the Secret ${name} has no value for ${empty.join(', ')}` };
  const absent = promised.filter((key) => !present.includes(key));
  const without = absent.length === 0 ? '' : `, not ${absent.join(', ')}`;
  return { passed: true, says: `the Secret ${name} has ${present.join(', ')}${without}` };
}
