import { describe, expect, it } from 'vitest';
import { apis } from '../testing/widget.ts';
import { judge } from './judge.ts';
import { misledManifests } from './misled-manifests.ts';

const offer = { name: 'toys', group: 'toys.example.org', apis };
const widget = (metadata: string, spec = '{}') =>
  `apiVersion: toys.example.org/v1alpha1\nkind: Widget\nmetadata: ${metadata}\nspec: ${spec}\n`;
const reads = (reference: string, namespace = 'team-a') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: ${namespace} }
spec: { containers: [{ env: [{ valueFrom: { secretKeyRef: ${reference} } }] }] }
`;
const mounts = (volume: string) => `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec: { volumes: [${volume}] }
`;

function messages(...documents: string[]): string[] {
  const file = { file: 'a.yaml', text: documents.join('---\n'), named: true };
  const judgement = judge([file], offer, { flavour: 'namespaced', strict: false });
  return misledManifests(judgement, offer).flatMap(({ verdict }) =>
    verdict.errors.map(({ line, path, message, hint }) => `${line} ${path}: ${message}; ${hint}`),
  );
}

function warnings(...documents: string[]): string[] {
  const file = { file: 'a.yaml', text: documents.join('---\n'), named: true };
  const judgement = judge([file], offer, { flavour: 'namespaced', strict: false });
  return misledManifests(judgement, offer).flatMap(({ verdict }) =>
    verdict.warnings.map(({ line, path, message, hint }) => `${verdict.valid} ${line} ${path}: ${message}; ${hint}`),
  );
}

const claim = widget('{ name: orders, namespace: team-a }');
const keys = 'its keys are host, port, username, password';

describe('a manifest beside a claim', () => {
  it.each([
    {
      reason: 'a variable reads a misspelt key',
      documents: [claim, reads('{ name: orders-widget, key: hosts }')],
      says: `9 spec.containers[0].env[0].valueFrom.secretKeyRef.key: the Secret of Widget orders has no key "hosts"; did you mean "host"? ${keys}`,
    },
    {
      reason: 'a volume names one',
      documents: [claim, mounts('{ secret: { secretName: orders-widget, items: [{ key: host }, { key: pasword }] } }')],
      says: `9 spec.volumes[0].secret.items[1].key: the Secret of Widget orders has no key "pasword"; did you mean "password"? ${keys}`,
    },
    {
      reason: 'a projected volume names one, and the Secret has a name of its own',
      documents: [
        widget('{ name: orders }', '{ connectionSecret: { name: login } }'),
        mounts('{ projected: { sources: [{ secret: { name: login, items: [{ key: user-name }] } }] } }'),
      ],
      says: `9 spec.volumes[0].projected.sources[0].secret.items[0].key: the Secret of Widget orders has no key "user-name"; did you mean "username"? ${keys}`,
    },
  ])('is told if $reason', ({ documents, says }) => {
    expect(messages(...documents)).toEqual([says]);
  });

  it.each([
    { reason: 'reads a key of the Secret', documents: [claim, reads('{ name: orders-widget, key: host }')] },
    {
      reason: 'reads an alias',
      documents: [
        widget('{ name: orders }', '{ connectionSecret: { keyAliases: { PGHOST: host } } }'),
        reads('{ name: orders-widget, key: PGHOST }'),
      ],
    },
    { reason: 'does not need the key', documents: [claim, reads('{ name: orders-widget, key: x, optional: true }')] },
    { reason: 'reads another Secret', documents: [claim, reads('{ name: other, key: x }')] },
    { reason: 'is in another namespace', documents: [claim, reads('{ name: orders-widget, key: x }', 'team-b')] },
    {
      reason: 'brings the Secret itself',
      documents: [
        claim,
        'apiVersion: v1\nkind: Secret\nmetadata: { name: orders-widget }\n',
        reads('{ name: orders-widget, key: x }'),
      ],
    },
    {
      reason: 'is nothing that Kubernetes would take',
      documents: [claim, 'kind: X\nmetadata: 5\nsecretKeyRef: [1]\nsecret: { items: [null, { key: 5 }] }\n'],
    },
  ])('is not judged if it $reason', ({ documents }) => {
    expect(messages(...documents)).toEqual([]);
  });

  it('is judged with every claim of that name, since folders may be of several clusters', () => {
    const other = widget('{ name: orders, namespace: team-b }', '{ connectionSecret: { keyAliases: { HOST: host } } }');
    const deployment = reads('{ name: orders-widget, key: HOST }', '""');
    expect(messages(claim, other, deployment)).toEqual([]);
    expect(messages(claim, deployment)).toHaveLength(1);
  });
});

describe('a manifest beside a claim that reads a Secret of almost that name', () => {
  const says = 'no claim beside it has a Secret "order-widget"; did you mean "orders-widget", that of Widget orders?';

  it.each([
    {
      reason: 'in a variable',
      manifest: reads('{ name: order-widget, key: host }'),
      place: '9 spec.containers[0].env[0].valueFrom.secretKeyRef.name',
    },
    {
      reason: 'in a volume of its keys',
      manifest: mounts('{ secret: { secretName: order-widget, items: [{ key: host }] } }'),
      place: '9 spec.volumes[0].secret.secretName',
    },
    {
      reason: 'in a volume of all keys',
      manifest: mounts('{ secret: { secretName: order-widget } }'),
      place: '9 spec.volumes[0].secret.secretName',
    },
    {
      reason: 'in variables of all keys',
      manifest: reads('{ name: order-widget }').replace(
        'env: [{ valueFrom: { secretKeyRef',
        'envFrom: [{ a: { secretRef',
      ),
      place: '9 spec.containers[0].envFrom[0].a.secretRef.name',
    },
  ])('is warned of, $reason', ({ manifest, place }) => {
    expect(warnings(claim, manifest)).toEqual([`true ${place}: ${says}`]);
  });

  it.each([
    { reason: 'the key is none of that Secret', documents: [claim, reads('{ name: order-widget, key: password1 }')] },
    { reason: 'the name is another one', documents: [claim, reads('{ name: billing, key: host }')] },
    { reason: 'it may be missing', documents: [claim, reads('{ name: order-widget, key: host, optional: true }')] },
    {
      reason: 'the claim is in another namespace',
      documents: [claim, reads('{ name: order-widget, key: host }', 'b')],
    },
    {
      reason: 'the Secret is among the files',
      documents: [
        claim,
        'apiVersion: v1\nkind: Secret\nmetadata: { name: order-widget }\n',
        reads('{ name: order-widget, key: host }'),
      ],
    },
    {
      reason: 'another claim has that Secret',
      documents: [claim, widget('{ name: order, namespace: team-a }'), reads('{ name: order-widget, key: host }')],
    },
  ])('is not warned of if $reason', ({ documents }) => {
    expect(warnings(...documents)).toEqual([]);
  });
});
