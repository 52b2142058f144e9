/** What the install bundle of the target `local` brings along: the broker that the sample environment names. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkComposed, documentsIn, kindsOf, readFolder } from 'planesmith/models';
import { buildRelease } from 'planesmith/release';
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import platform from '../../planesmith.config.ts';
import { facts } from '../fixtures.ts';

const root = resolve(import.meta.dirname, '../..');
const crds = resolve(root, platform.models?.sources?.[0] ?? '');
const only = platform.packages.map(({ name }) => name);
const { files } = await buildRelease(platform, root, { only, architectures: [], release: false });
const found = files.filter(({ path }) => path.endsWith('/kafka.yaml'));
const objects = parseAllDocuments(String(found[0]?.content)).map((document) => document.toJS() as KubernetesObject);

describe('the broker on a developer’s machine', () => {
  it('is in the install bundle of local alone, its namespace first', () => {
    expect(found.map(({ path }) => path)).toEqual(['install/local/kafka.yaml']);
    expect(objects.map(({ kind }) => kind)).toEqual(['Namespace', 'KafkaNodePool', 'Kafka']);
  });

  it('is the one that the sample environment names, with a listener as its topics are reached', () => {
    const { messages } = facts('local')['incluster'];
    const kafka = objects.find(({ kind }) => kind === 'Kafka');
    expect(kafka?.metadata).toMatchObject({ name: messages.cluster, namespace: messages.namespace });
    const { listeners, authorization } = (kafka!['spec'] as Record<string, any>)['kafka'];
    expect(listeners).toMatchObject([{ type: 'internal', tls: true, authentication: { type: 'scram-sha-512' } }]);
    expect(authorization).toEqual({ type: 'simple' });
    const pools = objects.filter(({ kind }) => kind === 'KafkaNodePool');
    const brokers = pools.map(({ spec }) => (spec as { replicas: number }).replicas).reduce((a, b) => a + b, 0);
    expect(brokers).toBe(messages.replicas);
  });

  it('is what Strimzi takes, field by field', async (context) => {
    if (!existsSync(crds)) context.skip('there are no CRD files; set PLANESMITH_CRDS');
    const texts = (await readFolder(crds)).filter(({ text }) => text.includes('kafka.strimzi.io'));
    const kinds = texts.flatMap((text) => documentsIn(text, () => true)).flatMap(kindsOf);
    const custom = objects.filter(({ apiVersion }) => apiVersion.startsWith('kafka.strimzi.io/'));
    expect(custom.map(({ kind }) => kind)).toEqual(['KafkaNodePool', 'Kafka']);
    for (const object of custom) {
      const kind = kinds.find((each) => each.kind === object.kind && each.apiVersion === object.apiVersion);
      expect(kind && checkComposed(kind.schema(), object), object.kind).toEqual([]);
    }
  });
});
