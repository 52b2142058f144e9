/** The name of a Composition, the same in every release. */
import type { AnyApi } from '../schema/index.ts';

/** `<plural>-<target>`, in both flavours. */
export function compositionName(api: Pick<AnyApi, 'plural'>, target: string): string {
  return `${api.plural}-${target}`;
}
