/** The golden cases that every API has: its example on every target, new and ready. */
import type { GoldenCase } from './index.ts';
import { example } from './claims.ts';
import { usualEnvironment } from '../fixtures.ts';
import { platform } from './platform.ts';

export const standardCases: readonly GoldenCase[] = Object.entries(platform.apis).flatMap(([key, { targets }]) =>
  targets.flatMap((target, index) => {
    const moment = { claim: example(`${key}.yaml`), target, environment: usualEnvironment(target) };
    const namespaced = { ...moment, flavour: 'namespaced' } as const;
    const claims = { ...moment, flavour: 'claims', state: 'ready' } as const;
    return [
      { ...namespaced, state: 'new', name: `${key}/${target}-new`, reason: 'what is composed at first' },
      { ...namespaced, state: 'ready', name: `${key}/${target}-ready`, reason: 'all of it, and the Secret' },
      {
        ...claims,
        name: `${key}/${target}-ready-claims`,
        reason: 'the same behind a claim',
        // The claims flavour differs in nothing but known places: one file for each API shows them, that of its first target.
        ...(index > 0 && { sameAs: `${key}/${target}-ready` }),
      },
    ];
  }),
);
