/** APIs of this platform that another one composes: answered by the platform itself, which is played where one claim is looked at alone. */
import { platform } from '../cases/platform.ts';
import { condition } from './condition.ts';
import type { Player } from './play.ts';

/** What a Database provides beside what it is asked for. */
const usual = { engine: 'postgres', version: '17', highlyAvailable: false, backupDays: 0 };

/** Says what it waits for, then that it is ready, with its Secret under the name that it was asked for. */
const answered =
  (keys: readonly string[]): Player =>
  (object, stage, world) => {
    const { name = '' } = object.metadata;
    if (stage !== 'ready') {
      const message = `${object.kind} ${name} is not ready: it is being created.`;
      const reason = 'NotReady';
      return {
        status: {
          conditions: [
            condition('Ready', false, { reason: 'Creating' }),
            condition('Provisioned', false, { reason, message }),
          ],
        },
      };
    }
    const { connectionSecret, ...asked } = object['spec'] as { readonly connectionSecret: { readonly name: string } };
    const effective = object.kind === 'Database' && { effective: { ...usual, ...asked } };
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
    answered(secret),
  ]),
);
