import { describe, expect, it } from 'vitest';
import { checkComposed } from './check/check-composed.ts';
import { coreKinds } from './core-kinds.ts';
import { kindsOf } from './document.ts';
import { toKindInterfaces } from './generate/interfaces.ts';

const kinds = kindsOf(await coreKinds());
const pod = { metadata: { labels: { app: 'orders' } }, spec: { containers: [{ name: 'web', image: 'web' }] } };
const selector = { matchLabels: pod.metadata.labels };
const claim = { metadata: { name: 'data' }, spec: {} };

describe("an object inside one of Kubernetes' own kinds", () => {
  it.each([
    { reason: 'pods of a Deployment', kind: 'Deployment', spec: { selector, template: pod } },
    {
      reason: 'volumes of a StatefulSet',
      kind: 'StatefulSet',
      spec: { selector, template: pod, volumeClaimTemplates: [claim] },
    },
    {
      reason: 'jobs of a CronJob',
      kind: 'CronJob',
      spec: { schedule: '@daily', jobTemplate: { metadata: pod.metadata, spec: { template: pod } } },
    },
  ])('has metadata: $reason', ({ kind, spec }) => {
    const found = kinds.find((one) => one.kind === kind);
    const schema = found?.schema() ?? {};
    const object = { apiVersion: found?.apiVersion, kind, metadata: { name: 'orders' }, spec };
    expect(checkComposed(schema, object)).toEqual([]);
    const misspelt = JSON.parse(JSON.stringify(object).replaceAll('"labels"', '"lables"'));
    expect(checkComposed(schema, misspelt).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/unknown field ".*metadata\.lables", did you mean ".*labels"\?/),
    );
  });

  it.each(kinds.map((kind) => ({ title: `${kind.apiVersion} ${kind.kind}`, kind })))(
    'has types that a template can be written with: $title',
    ({ kind }) => {
      const { text } = toKindInterfaces(kind.kind, kind.schema(), { apiVersion: "''", kind: "''" });
      expect(text).not.toMatch(/metadata\?: \{ readonly \[key: string\]: never/);
    },
  );
});
