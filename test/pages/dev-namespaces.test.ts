/** docs/dev-namespaces.md has a network policy that lets applications reach their claims. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { NetworkPolicy } from '../../functions/kinds/network-policy.ts';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import { strictIssues } from '../played/strict.ts';
import { blocks, rows, textOf } from './page.ts';

const page = textOf('docs/dev-namespaces.md');
const [claim = '', policy = ''] = blocks(page, 'yaml');
const { metadata, spec } = parse(policy) as NetworkPolicy;
const rules = spec?.egress ?? [];

/** The claim of an example when all of it is ready. */
function ready(key: string, target: string) {
  const { kind } = platform.apis[key]!;
  const { name = '' } = example(`${key}.yaml`).metadata;
  return readyClaim({ kind, target, environment: facts(usualEnvironment(target)), spec: exampleSpec(key), name });
}

test('it shows the claim of the example, and its policy is for the namespace of that', () => {
  expect(claim).toBe(textOf('examples/dev-namespace.yaml'));
  expect(metadata?.namespace).toBe(ready('dev-namespace', 'local').status?.['namespace']);
});

test('its policy is one that Kubernetes takes, and is about what goes out alone', () => {
  expect(strictIssues(parse(policy))).toEqual([]);
  expect(spec?.policyTypes).toEqual(['Egress']);
  expect(rules).toHaveLength(3);
});

describe('where its table says that a claim is', () => {
  const cells = rows(page).flatMap((row) => {
    const [kind = '', , cluster = '', ...clouds] = row.map((cell) => cell.replaceAll('`', ''));
    const [key = ''] = Object.entries(platform.apis).find(([, api]) => api.kind === kind) ?? [];
    return ['local', 'incluster', 'aws', 'gcp', 'azure'].map((target, index) => ({
      kind,
      key,
      target,
      words: index < 2 ? cluster : (clouds[index - 2] ?? ''),
    }));
  });

  test.each(cells)('a $kind on $target is: $words', ({ key, target, words }) => {
    const { secret = {} } = ready(key, target);
    // Where a cloud's library knows the address by itself, it is one of HTTPS.
    const at = secret['endpoint'] ?? `https://${secret['bootstrapServers'] ?? secret['host'] ?? 'cloud'}`;
    const { hostname, port } = new URL(at);
    if (target !== 'local' && target !== 'incluster') {
      expect(words.match(/\d+/g)).toContain(secret['port'] ?? (port || '443'));
      return;
    }
    const [, namespace] = /^[^.]+\.([^.]+)\.svc$/.exec(hostname) ?? [];
    expect(words).toBe(namespace === 'team-a' ? 'nothing to allow' : `the namespace in it: ${namespace}`);
    if (namespace !== 'team-a') expect(JSON.stringify(rules[1]?.to)).toContain(`"${namespace}"`);
  });

  test('has a row for each API whose Secret leads somewhere', () => {
    const led = Object.values(platform.apis).filter(({ secret }) =>
      ['host', 'endpoint', 'bootstrapServers'].some((key) => key in secret),
    );
    expect([...new Set(cells.map(({ kind }) => kind))]).toEqual(expect.arrayContaining(led.map(({ kind }) => kind)));
  });
});
