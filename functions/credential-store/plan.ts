/** CredentialStore: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { credentialStore, type sources } from '../../apis/credential-store.ts';
import { planner } from '../bind.ts';
import { hashOf } from '../cloud/public-name.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { handWrittenName, mountedName } from './secret-name.ts';

export type CredentialStorePlan = PlanOf<typeof credentialStorePlanner>;

/** One Secret that the application mounts. */
export interface WantedSecret {
  /** Its name in the claim. */
  readonly name: string;
  readonly from: (typeof sources)[number];
  readonly keys: readonly string[];
  /** The Secret to mount, which external-secrets writes. */
  readonly secretName: string;
  /** The Secret that the team writes by hand, if `from` is `written`. */
  readonly writtenName: string;
}

export const credentialStorePlanner = planner(credentialStore, (context) => {
  const { claim, spec, environment, recorded, cloudName } = context;
  // Maps, because a secret may be called `constructor`.
  const mounted = new Map(Object.entries(recorded.secretNames ?? {}));
  const written = new Map(Object.entries(recorded.writtenNames ?? {}));
  const secrets = Object.entries(spec.secrets)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { from = 'store', keys }]): WantedSecret => {
      const secretName = mounted.get(name) ?? mountedName(claim.name, name, hashOf(cloudName, `secret-${name}`));
      const writtenName = written.get(name) ?? handWrittenName(secretName);
      return { name, from, keys: keys.toSorted(), secretName, writtenName };
    });
  const byHand = secrets.filter(({ from }) => from === 'written');
  return {
    secrets,
    refresh: spec.refresh,
    retain: retains(spec, environment),
    links: linksFor(claim, environment),
    record: {
      secretNames: Object.fromEntries(secrets.map(({ name, secretName }) => [name, secretName])),
      writtenNames: Object.fromEntries(byHand.map(({ name, writtenName }) => [name, writtenName])),
    },
  };
});
