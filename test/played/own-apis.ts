/** APIs of this platform that another one composes: plays the platform for tests of a single claim. */
import { platform } from '../cases/platform.ts';
import { condition } from './condition.ts';
import type { Player } from './play.ts';

/** The effective values of a Database besides those of its spec. */
const usual = { engine: 'postgres', version: '17', highlyAvailable: false, backupDays: 0 };

/** Reports that it is being created, then that it is ready, with a Secret under the name from its spec. */
const answered =
  (keys: readonly string[]): Player =>
  (object, stage, world) => {
    const { name = '' } = object.metadata;
    if (stage !== 'ready') {
      const message = `${object.kind} ${name} is not ready: instance is in progress.`;
      const reason = 'Progressing';
      return {
        status: {
          conditions: [
            condition('Ready', false, { reason: 'Creating' }),
            condition('Provisioned', false, { reason, message }),
          ],
        },
      };
    }
    const { connectionSecret, ...fields } = object['spec'] as { readonly connectionSecret: { readonly name: string } };
    const effective = object.kind === 'Database' && { effective: { ...usual, ...fields } };
    return {
      status: { ...effective, conditions: [condition('Ready', true, { reason: 'Available' })] },
      secrets: {
        [connectionSecret.name]: Object.fromEntries(keys.map((key) => [key, world.password(`${name}-${key}`)])),
      },
    };
  };

export const ownApis: Readonly<Record<string, Player>> = Object.fromEntries(
  Object.values(platform.apis).map(({ kind, version, secret }) => [
    `${platform.group}/${version} ${kind}`,
    answered(Object.keys(secret)),
  ]),
);
