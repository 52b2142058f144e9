/** Cache: the resources of a claim, and the claims that are refused. */
import { describe, expect, test } from 'vitest';
import { claimsOf, conditionOf, facts, forProvider, type Loose, messagesOf, specOf } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';

const { claimOn, ready } = claimsOf('Cache', 'sessions');

describe('in Kubernetes', () => {
  /** The values in the Secret of the server. */
  const serverSecret = (claim: PlayedClaim) => {
    const { name } = specOf(claim, 'access')['target'] as Loose;
    const data = claim.secrets.get(name)?.['data'] as Record<string, string>;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, `${Buffer.from(value, 'base64')}`]));
  };
  const plain = () => {
    const { incluster, ...rest } = facts();
    return { ...rest, incluster: { ...incluster, cache: { ...incluster.cache, tls: false } } };
  };

  test('the Secret opens the cache by its service over TLS, with a generated password', () => {
    const claim = ready('incluster');
    const { host, password, uri, tls, 'ca.crt': authority } = claim.secret ?? {};
    expect(host).toBe('sessions-cache.team-a.svc');
    expect(uri).toBe(`rediss://app:${encodeURIComponent(password ?? '')}@${host}:6379`);
    expect(tls).toBe('true');
    expect(authority).toBe(serverSecret(claim)['ca.crt']);
    expect(specOf(claim, 'access')['refreshPolicy']).toBe('CreatedOnce');
  });

  test('the server finds its users, their passwords and its certificate in one Secret', () => {
    const claim = ready('incluster');
    const { name } = specOf(claim, 'access')['target'] as Loose;
    expect(specOf(claim, 'cache')).toMatchObject({
      authentication: { passwordFromSecret: { name, key: 'administrator' } },
      aclFromSecret: { name, key: 'users.acl' },
      tlsSecretRef: { name },
    });
    const found = serverSecret(claim);
    expect(Object.keys(found).toSorted()).toEqual(
      ['password', 'administrator', 'users.acl', 'ca.crt', 'tls.crt', 'tls.key'].toSorted(),
    );
    expect(found['password']).toBe(claim.secret?.['password']);
    expect(found['administrator']).not.toBe(found['password']);
  });

  test('the application is not the administrator of the server, and its Secret lacks the administrator password', () => {
    const claim = ready('incluster');
    const { password, administrator = '', 'users.acl': users } = serverSecret(claim);
    expect(users?.split('\n')).toEqual([
      `user default on >${administrator} ~* &* +@all`,
      `user app >${password} on ~* &* +@all -@admin -@dangerous +info`,
      '',
    ]);
    expect(Object.values(claim.secret ?? {}).join()).not.toContain(administrator);
  });

  test('one template creates its certificate for every name of the service', () => {
    const { literal } = specOf(ready('incluster'), 'access')['target'].template.templateFrom[0] as { literal: string };
    expect(literal).toContain(
      'genSignedCert "cache" nil (list "sessions-cache.team-a.svc" "sessions-cache.team-a.svc.cluster.local" ' +
        '"sessions-cache.team-a" "sessions-cache") 3650 $authority',
    );
  });

  test('clients use no TLS if the environment turns it off, and the Secret says so', () => {
    const claim = ready('incluster', {}, plain());
    const { tls, uri, ...rest } = claim.secret ?? {};
    expect([tls, uri?.split(':')[0]]).toEqual(['false', 'redis']);
    expect(rest).not.toHaveProperty(['ca.crt']);
    expect(specOf(claim, 'cache')).not.toHaveProperty('tlsSecretRef');
    expect(Object.keys(serverSecret(claim)).toSorted()).toEqual(['administrator', 'password', 'users.acl']);
  });

  test.each([
    { before: facts(), after: plain(), tls: 'true' },
    { before: plain(), after: facts(), tls: 'false' },
  ])('a cache with TLS $tls keeps it if its environment changes, also after its status was lost', (row) => {
    const claim = ready('incluster', {}, row.before);
    const before = [...claim.objects];
    claim.environment = row.after;
    claim.settle();
    claim.status = {};
    claim.settle();
    expect([...claim.objects]).toEqual(before);
    expect(claim.secret?.['tls']).toBe(row.tls);
  });

  test('a cache without TLS stays without it, also if its status and its Dragonfly are lost', () => {
    const claim = ready('incluster', {}, plain());
    claim.environment = facts();
    claim.status = undefined;
    claim.objects.delete('cache');
    claim.settle();
    expect(specOf(claim, 'cache')).not.toHaveProperty('tlsSecretRef');
  });

  test('only the operator, the replicas and Prometheus reach the port without a password', () => {
    const { ingress, podSelector } = specOf(ready('incluster'), 'network');
    const [clients, admin = {}] = ingress as Loose[];
    expect(clients).toEqual({ from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 6379 }] });
    expect(admin['ports']).toEqual([{ protocol: 'TCP', port: 9999 }]);
    for (const peer of admin['from'] as Loose[]) expect(Object.keys(peer['podSelector'].matchLabels)).not.toEqual([]);
    expect(podSelector).toEqual({ matchLabels: { app: 'sessions-cache', 'app.kubernetes.io/name': 'dragonfly' } });
  });

  test('no server runs before its network policy and its password exist', () => {
    const claim = claimOn('incluster');
    claim.reconcile();
    expect(claim.objects.has('cache')).toBe(false);
    expect(claim.objects.has('network')).toBe(true);
  });

  test.each([
    { memoryMB: 256, threads: 1, reason: 'Dragonfly needs 256 MiB per thread' },
    { memoryMB: 700, threads: 2, reason: 'two threads fit, three do not' },
    { memoryMB: 4096, threads: 4, reason: 'more than four threads do not help a cache of this size' },
  ])('$memoryMB MiB are served by $threads threads: $reason', ({ memoryMB, threads }) => {
    const { args } = specOf(ready('incluster', { memoryMB }, facts('prod')), 'cache');
    expect(args).toContain(`--maxmemory=${memoryMB}mb`);
    expect(args).toContain(`--proactor_threads=${threads}`);
  });

  test.each([
    { environment: 'dev', replicas: 1, budget: undefined, reason: 'dev may lose it' },
    { environment: 'prod', replicas: 2, budget: { maxUnavailable: 1 }, reason: 'prod may not' },
  ])('$environment has $replicas pods: $reason', ({ environment, replicas, budget }) => {
    const dragonfly = specOf(ready('incluster', {}, facts(environment)), 'cache');
    expect(dragonfly['replicas']).toBe(replicas);
    expect(dragonfly['pdb']).toEqual(budget);
    // The labels by which the operator selects its pods.
    const matchLabels = { app: 'sessions-cache', 'app.kubernetes.io/name': 'dragonfly' };
    const apart = { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', minDomains: 2 };
    expect(dragonfly['topologySpreadConstraints'] ?? []).toMatchObject(
      replicas === 1 ? [] : [{ ...apart, maxSkew: 1, labelSelector: { matchLabels } }],
    );
  });
});

describe('on AWS', () => {
  test('it is encrypted at rest and in transit, and one user may use it', () => {
    const claim = ready('aws');
    expect(forProvider(claim, 'cache')).toMatchObject({
      atRestEncryptionEnabled: 'true',
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      userGroupIds: [claim.objects.get('users')?.metadata.annotations?.['crossplane.io/external-name']],
    });
    expect(forProvider(claim, 'user')['accessString']).toContain('-@dangerous');
    expect(claim.secret?.['uri']).toMatch(/^rediss:\/\/app:/);
  });

  test.each([
    { memoryMB: 384, nodeType: 'cache.t4g.micro', provided: 384, reason: 'it just fits' },
    {
      memoryMB: 385,
      nodeType: 'cache.t4g.small',
      provided: 1052,
      reason: 'the next size is the smallest that is large enough',
    },
    { memoryMB: 4096, nodeType: 'cache.m7g.large', provided: 4899, reason: 'the largest that a claim may request' },
  ])('$memoryMB MiB become a $nodeType: $reason', ({ memoryMB, nodeType, provided }) => {
    const claim = ready('aws', { memoryMB }, facts('prod'));
    expect(forProvider(claim, 'cache')['nodeType']).toBe(nodeType);
    expect(claim.status).toMatchObject({ effective: { memoryMB: provided } });
  });

  test('a claim stays on the version of its engine', () => {
    const claim = claimOn('aws');
    claim.status = { recorded: { version: '7.2' } };
    claim.settle();
    expect(forProvider(claim, 'cache')['engineVersion']).toBe('7.2');
  });

  /** The observed fields of the nodes in the provider's status. */
  const observed = (claim: PlayedClaim) => (claim.objects.get('cache')!['status'] as Loose)['atProvider'] as Loose;

  test.each([
    { runs: '8.0', desired: '8.0', reason: 'nothing changed' },
    { runs: '8.1', desired: '8.1', reason: 'AWS upgrades minor versions by itself, and the claim never downgrades' },
    { runs: '8.10', desired: '8.10', reason: '8.10 is newer than 8.9' },
    { runs: '9.0', desired: '9.0', reason: 'AWS upgrades versions that it no longer supports' },
    { runs: '7.2', desired: '8.0', reason: 'the decided upgrade has not happened yet' },
    { runs: undefined, desired: '8.0', reason: 'the version is unknown' },
  ])('if AWS runs $runs, the desired version is $desired: $reason', ({ runs, desired }) => {
    const claim = ready('aws');
    observed(claim)['engineVersion'] = runs;
    claim.reconcile();
    expect(forProvider(claim, 'cache')['engineVersion']).toBe(desired);
    delete observed(claim)['engineVersion'];
    claim.settle();
    expect(forProvider(claim, 'cache')['engineVersion']).toBe(desired);
    claim.status = {};
    claim.settle();
    expect(forProvider(claim, 'cache')['engineVersion']).toBe(desired);
  });

  test.each([
    { still: {}, waits: undefined, reason: 'nothing is missing' },
    { still: { numCacheClusters: 1 }, waits: '1 of 2 nodes exists', reason: 'AWS takes minutes for a node' },
    {
      still: { automaticFailoverEnabled: false },
      waits: 'automatic failover is not on yet',
      reason: 'AWS switches it on after the nodes exist',
    },
    { still: { multiAzEnabled: false }, waits: 'not spread over zones', reason: 'AWS switches the zones on last' },
    { still: { nodeType: 'cache.t4g.medium' }, waits: 'its nodes are being resized', reason: 'AWS replaces the nodes' },
  ])('a cache whose environment became highly available waits for $still: $reason', ({ still, waits }) => {
    const claim = ready('aws');
    claim.environment = { ...facts(), tier: 'prod' };
    claim.settle();
    Object.assign(observed(claim), still);
    const condition = conditionOf(claim);
    expect(condition?.reason).toBe(waits === undefined ? 'Available' : 'NotReady');
    expect(condition?.message).toContain(waits ?? '');
  });
});

describe('a claim is refused', () => {
  test.each([
    { target: 'aws', spec: { eviction: 'any' }, says: /spec\.eviction: any cannot be had here, only expiring/ },
    { target: 'incluster', spec: { eviction: 'expiring' }, says: /only any, none/ },
    { target: 'incluster', spec: { memoryMB: 2048 }, says: /2048 is more than the 1024 allowed here/ },
  ])('if it requests $spec on $target', ({ target, spec, says }) => {
    expect(messagesOf(claimOn(target, spec)).join()).toMatch(says);
  });

  test.each(['local', 'incluster', 'aws', 'gcp', 'azure'])(
    'if it requests more than the limit on %s, with one message',
    (target) => {
      const message =
        'spec.memoryMB: 4096 is more than the 1024 allowed here; change it in the claim, or ask the platform team';
      expect(messagesOf(claimOn(target, { memoryMB: 4096 })).filter((words) => words.includes('spec.'))).toEqual([
        message,
      ]);
    },
  );

  test('only for the excess: an existing cache keeps its memory if the limit falls', () => {
    const claim = ready('incluster', { memoryMB: 1024 });
    claim.environment = { ...facts(), limits: { ...facts()['limits'], memoryMB: 512 } };
    claim.settle();
    expect(specOf(claim, 'cache')['args']).toContain('--maxmemory=1024mb');
    expect(messagesOf(claim).join()).toContain(
      'spec.memoryMB: 1024 is more than the 512 allowed here (1024 stays in use)',
    );
  });
});

test.each(['incluster', 'aws', 'gcp', 'azure'])(
  'the user and the password of a cache on %s change together',
  (target) => {
    const claim = ready(target);
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    const former = { username: encoded('former'), password: encoded('its-password') };
    const secret = claim.objects.get('connection-secret') as Loose;
    claim.objects.set('connection-secret', { ...secret, data: { ...secret['data'], ...former } } as never);
    const secrets = new Map(claim.secrets);
    claim.secrets.clear();
    claim.reconcile();
    expect(claim.secret).toMatchObject({ username: 'former', password: 'its-password' });
    for (const [name, secret] of secrets) claim.secrets.set(name, secret);
    claim.reconcile();
    expect(claim.secret?.['username']).not.toBe('former');
    expect(claim.secret?.['password']).not.toBe('its-password');
  },
);
