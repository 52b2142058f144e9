import { describe, expect, it } from 'vitest';
import { digestOf } from '../xpkg/digest.ts';
import {
  emptyLock,
  fitOf,
  type Lock,
  type Needs,
  type Pin,
  type Reference,
  referencesIn,
  unresolved,
} from './index.ts';

const digest = digestOf(new Uint8Array());
const other = digestOf(new Uint8Array([1]));

describe('the images and charts of an object', () => {
  const rows: { reason: string; value: unknown; found: Partial<Reference>[] }[] = [
    {
      reason: 'a container has one',
      value: { spec: { containers: [{ image: `ghcr.io/toy/gear:v1@${digest}` }] } },
      found: [{ path: 'spec.containers[0].image', image: 'ghcr.io/toy/gear', version: 'v1', digest }],
    },
    { reason: 'it has no tag', value: { image: 'gear' }, found: [{ image: 'gear' }] },
    { reason: 'it has no host', value: { image: 'toy/gear:1' }, found: [{ image: 'toy/gear', version: '1' }] },
    {
      reason: 'its host has a port',
      value: { image: 'localhost:5000/gear' },
      found: [{ image: 'localhost:5000/gear' }],
    },
    { reason: 'the field is imageName', value: { imageName: 'ghcr.io/toy/pg:17' }, found: [{ version: '17' }] },
    { reason: 'the field ends so', value: { sidecarImage: 'ghcr.io/toy/pg:17' }, found: [{ path: 'sidecarImage' }] },
    {
      reason: 'a map of versions has it',
      value: { images: { 17: `ghcr.io/toy/pg:17.2@${digest}` } },
      found: [{ path: 'images.17', image: 'ghcr.io/toy/pg', version: '17.2', digest }],
    },
    { reason: 'a variable has it', value: [{ value: 'ghcr.io/toy/pg:v1.2' }], found: [{ path: '[0].value' }] },
    {
      reason: 'it is an OCI address',
      value: { url: 'oci://ghcr.io/toy/pg:1.2' },
      found: [{ image: 'ghcr.io/toy/pg' }],
    },
    {
      reason: 'a chart is installed',
      value: { chart: { repository: 'oci://ghcr.io/charts', name: 'gear', version: '1.2.3', digest } },
      found: [{ kind: 'chart', path: 'chart', image: 'ghcr.io/charts/gear', version: '1.2.3', digest }],
    },
    {
      reason: 'a chart has no digest',
      value: { repository: 'https://charts.example.org/', name: 'gear', version: '1.2.3', digest: '' },
      found: [{ kind: 'chart', image: 'charts.example.org/gear', version: '1.2.3' }],
    },
    {
      reason: 'an environment offers a chart',
      value: { repository: 'oci://ghcr.io/charts', version: '1.2.3', digest },
      found: [{ kind: 'chart', image: 'ghcr.io/charts', version: '1.2.3', digest }],
    },
    { reason: 'an address has a port', value: { url: 'https://vault.example.org:8200/v1' }, found: [] },
    { reason: 'a server has a port', value: { server: 'kafka.example.org:9093' }, found: [] },
    { reason: 'a role stands behind a path', value: { role: 'vault.example.org/auth:claims' }, found: [] },
    { reason: 'only a prefix is named', value: { prefix: 'registry.example.org/platform' }, found: [] },
    { reason: 'a field is empty', value: { image: '' }, found: [] },
    { reason: 'a policy speaks of one', value: { imagePullPolicy: 'Always' }, found: [] },
    { reason: 'values leave the tag to the chart', value: { image: { repository: 'toy/gear' } }, found: [] },
  ];
  it.each(rows)('are found if $reason', ({ value, found }) => {
    expect(referencesIn(value)).toEqual(found.map((each) => expect.objectContaining(each)));
  });
});

describe('a lock fits', () => {
  const pin = (name: string, changes: Partial<Pin> = {}): Pin => ({
    name,
    image: `xpkg.example.org/${name}`,
    version: 'v1',
    digest,
    ...changes,
  });
  const none: Needs = { groups: [], functions: [], references: [], offered: [] };
  const image = {
    kind: 'image',
    path: 'image',
    text: 'x',
    image: 'xpkg.example.org/pg',
    version: 'v1',
    digest,
  } as const;
  const step = { package: 'xpkg.example.org/ready', version: 'v1' };

  const rows: {
    reason: string;
    lock?: Partial<Lock>;
    needs?: Partial<Needs>;
    says: Partial<ReturnType<typeof fitOf>>;
  }[] = [
    { reason: 'nothing is needed', says: {} },
    {
      reason: 'each group, step and image has its pin',
      lock: {
        providers: [pin('rds', { groups: ['rds.aws.example.org'] }), pin('family', { groups: ['aws.example.org'] })],
        functions: [pin('ready')],
        images: [pin('pg')],
      },
      needs: { groups: ['rds.aws.example.org'], functions: [step], references: [{ ...image, where: 'Pod x' }] },
      says: {},
    },
    {
      reason: 'an environment offers the image',
      lock: { images: [pin('pg', { digest: unresolved })] },
      needs: { offered: [image] },
      says: {},
    },
    {
      reason: 'an environment offers the chart',
      lock: { charts: [pin('charts/gear')] },
      needs: { offered: [{ ...image, kind: 'chart', image: 'xpkg.example.org/charts' }] },
      says: {},
    },
    {
      reason: 'a group is brought by nobody',
      lock: { operators: [pin('pg', { groups: ['pg.example.org'] })] },
      needs: { groups: ['pg.example.org', 'kafka.example.org'] },
      says: { missing: ['no provider or operator in planesmith.lock.yaml brings kafka.example.org'] },
    },
    {
      reason: 'a step calls a function that is not there',
      needs: { functions: [step] },
      says: { missing: ['planesmith.lock.yaml has no function xpkg.example.org/ready, which a step calls'] },
    },
    {
      reason: 'a step calls another version',
      lock: { functions: [pin('ready', { version: 'v2' })] },
      needs: { functions: [step] },
      says: { missing: ['a step calls xpkg.example.org/ready v1, and planesmith.lock.yaml pins v2'] },
    },
    {
      reason: 'an image is not there',
      needs: { references: [{ ...image, where: 'Pod x' }] },
      says: { missing: ['images of planesmith.lock.yaml have no xpkg.example.org/pg:v1, which is composed'] },
    },
    {
      reason: 'an image has another digest',
      lock: { images: [pin('pg', { digest: other })] },
      needs: { references: [{ ...image, where: 'Pod x' }] },
      says: { missing: [`xpkg.example.org/pg:v1 is composed with ${digest}, and planesmith.lock.yaml pins ${other}`] },
    },
    {
      reason: 'an image has no digest',
      lock: { images: [pin('pg')] },
      needs: {
        references: [
          { kind: 'image', path: 'spec.image', text: 'pg:v1', image: image.image, version: 'v1', where: 'Pod x' },
        ],
      },
      says: { unpinned: ['Pod x: spec.image: the image pg:v1 has no digest'] },
    },
    {
      reason: 'nobody needs what it pins',
      lock: {
        providers: [pin('sql', { groups: ['sql.example.org'] })],
        functions: [pin('ready')],
        charts: [pin('gear')],
      },
      says: {
        unused: ['sql', 'ready', 'gear'].map((name) => `nothing needs ${name} of planesmith.lock.yaml`),
      },
    },
  ];
  it.each(rows)('or says why not, if $reason', ({ lock, needs, says }) => {
    const fit = fitOf({ ...emptyLock, ...lock }, { ...none, ...needs });
    expect(fit).toEqual({ unpinned: [], missing: [], unused: [], ...says });
  });
});
