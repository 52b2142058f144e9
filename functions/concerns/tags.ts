/** The concern `tags`: a cloud's bill and inventory lead back to a claim. */
import type { AnyModel, Claim, Concern } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { nested } from './nested.ts';

export const tags: Concern<Environment> = {
  name: 'tags',
  promise:
    'Every cloud resource that takes tags has those of the environment, and names its environment, team and claim.',
  fields: (kind, { claim, environment }) => {
    if (kind.tags === undefined) return undefined;
    const all = Object.entries(cloudTags(claim, environment));
    return nested(kind.tags, Object.fromEntries(isGoogle(kind) ? all.map(googleLabel) : all));
  },
};

/** The environment's tags, and those that name the environment, team and claim of a cloud resource. */
export function cloudTags(claim: Claim, { name, tags: own }: Environment): Record<string, string> {
  return {
    ...own,
    ...(claim.team !== undefined && { team: claim.team }),
    environment: name,
    kind: claim.kind,
    claim: [claim.namespace, claim.name].filter(Boolean).join('/'),
  };
}

const isGoogle = ({ apiVersion }: AnyModel) => apiVersion.split('/')[0]?.endsWith('.gcp.m.upbound.io') ?? false;

/** Google's labels have lower-case letters, digits, `_` and `-`, up to 63 of them (cloud.google.com/resource-manager/docs/labels-overview). */
function googleLabel([key, value]: [string, string]): [string, string] {
  return [google(key), google(value)];
}

const google = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '_')
    .slice(0, 63);
