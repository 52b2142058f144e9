/** Names that a cloud refuses for good, whatever a claim is called: what exists keeps its name. */
import { expect, test } from 'vitest';
import type { Json } from 'planesmith/schema';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

type Recorded = Record<string, string>;

const settled = (key: string, target: string, name: string) => {
  const environment = environmentConfig('dev')['data'] as Record<string, unknown>;
  const spec = example(`${key}.yaml`)['spec'] as Record<string, Json>;
  const claim = new PlayedClaim({ kind: platform.apis[key]!.kind, target, environment, spec, name });
  claim.settle();
  return claim;
};

const cases = [
  ...['google-exports', 'my-google', 'g00gle', 'goog1e-data', 'gogle', 'goggle'].map((name) => ({
    key: 'object-bucket',
    target: 'gcp',
    name,
    field: 'bucket',
    refused: /g[o0]+g+[l1]e/,
    reason: 'names of buckets cannot contain google or close misspellings',
  })),
  ...[
    { key: 'pub-sub', field: 'broker' },
    { key: 'database', field: 'identity' },
    { key: 'cache', field: 'identity' },
  ].flatMap(({ key, field }) =>
    ['microsoft-365', 'windows-hosts', 'mswindowsapps'].map((name) => ({
      key,
      target: 'azure',
      name,
      field,
      refused: /microsoft|windows/,
      reason: 'names that can be reached cannot contain its trade marks',
    })),
  ),
];

test.each(cases)('a $key on $target called $name has a name that its cloud takes: $reason', (one) => {
  const { key, target, name, field, refused } = one;
  const claim = settled(key, target, name);
  const { [field]: given = '' } = (claim.status as { recorded: Recorded }).recorded;
  expect(given).not.toMatch(refused);
  expect(given).toMatch(/^example-org-[0-9a-f]{16}$/);
  expect(JSON.stringify([...claim.objects])).toContain(`"${given}"`);
});

test.each([
  { key: 'object-bucket', target: 'gcp', name: 'windows', field: 'bucket' },
  { key: 'object-bucket', target: 'aws', name: 'google', field: 'bucket' },
  { key: 'pub-sub', target: 'azure', name: 'google', field: 'broker' },
])(
  'a $key on $target called $name can be read in its name, since nobody there minds',
  ({ key, target, name, field }) => {
    const { [field]: given = '' } = (settled(key, target, name).status as { recorded: Recorded }).recorded;
    expect(given).toContain(name);
  },
);

test('a bucket that has such a name already keeps it', () => {
  const claim = settled('object-bucket', 'gcp', 'google-exports');
  claim.status = {
    ...claim.status,
    recorded: { ...(claim.status?.['recorded'] as Recorded), bucket: 'example-org-google-exports' },
  };
  claim.settle();
  expect(claim.secret?.['bucket']).toBe('example-org-google-exports');
});
