/** CredentialStore: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/authoring';
import { credentialStore, type sources } from '../../apis/credential-store.ts';
import { environment } from '../environment/index.ts';
import { linksFor } from '../grants/links.ts';
import { homeOf } from '../cloud/placement.ts';
import { retains } from '../grants/retention.ts';
import { placeFor, separatorOf } from './place.ts';
import { handWrittenName, mountedName } from './secret-name.ts';

export type CredentialStorePlan = ReturnType<(typeof plan)['plan']>;

/** One Secret to mount. */
export interface Wanted {
  readonly name: string;
  readonly from: (typeof sources)[number];
  readonly keys: readonly string[];
  /** The Secret to mount, which external-secrets writes. */
  readonly secretName: string;
  /** The Secret that the team writes by hand, for one that is written. */
  readonly writtenName: string;
  /** Its entry in the store, as the claim is told. */
  readonly path: string;
}

export const plan = planner(credentialStore, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, cloudName } = context;
  const retain = retains(spec, env);
  const path = recorded.path ?? placeFor(context, retain);
  const mounted = new Map(Object.entries(recorded.secretNames ?? {}));
  const written = new Map(Object.entries(recorded.writtenNames ?? {}));
  const wanted = Object.entries(spec.secrets)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { from = 'store', keys }]): Wanted => {
      const hash = cloudName(`secret-${name}`, { maxLength: 20 }).slice(-16);
      const secretName = mounted.get(name) ?? mountedName(claim.name, name, hash);
      const writtenName = written.get(name) ?? handWrittenName(secretName);
      return {
        name,
        from,
        keys: keys.toSorted(),
        secretName,
        writtenName,
        path: `${path}${separatorOf(target)}${name}`,
      };
    });
  const hasAccount = target === 'gcp' || target === 'azure';
  return {
    wanted,
    refresh: spec.refresh,
    retain,
    links: linksFor(claim, env),
    record: {
      path,
      secretNames: Object.fromEntries(wanted.map(({ name, secretName }) => [name, secretName])),
      writtenNames: Object.fromEntries(
        wanted.filter(({ from }) => from === 'written').map(({ name, writtenName }) => [name, writtenName]),
      ),
      ...homeOf(target, env, recorded),
      ...(hasAccount && { account: recorded.account ?? cloudName('identity', { maxLength: 30 }) }),
      ...(target === 'aws' && { role: recorded.role ?? cloudName('role', { maxLength: 64 }) }),
    },
  };
});
