/** Claims in progress: each change of their condition or of their parts makes Crossplane write and call again, and its patience ends. */
import type { KubernetesObject } from 'planesmith/testing';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { cells, exampleSpec, facts, type Loose, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { slowServers } from '../played/slow-servers.ts';

test.each(cells)('$kind on $target names one part, and says the same until that is ready', ({ key, kind, target }) => {
  const claim = new PlayedClaim({ kind, target, environment: facts(usualEnvironment(target)), spec: exampleSpec(key) });
  /** What the function would say now, and of which parts. */
  const answer = () => {
    const { conditions, desired } = claim.ask();
    const { reason, message = '' } = conditions.find(({ type }) => type === 'Provisioned') ?? {};
    return { reason, message, parts: Object.keys(desired?.resources ?? {}) };
  };
  for (let wave = 0; wave < 20 && answer().reason !== 'Available'; wave += 1) {
    claim.reconcile();
    for (const part of answer().parts) {
      const before = answer();
      claim.play(part, 'ready');
      const after = answer();
      expect(after.reason).toMatch(/^(Progressing|Available)$/);
      const isNamed = before.message.includes(`: ${part} (`);
      // Crossplane writes the status anyway if there are new parts.
      const isFree = after.parts.join() !== before.parts.join();
      if (!isNamed && !isFree) expect(after.message, part).toBe(before.message);
    }
  }
  expect(answer().reason).toBe('Available');
});

test.each(cells.filter(({ key, target }) => key === 'database' && ['aws', 'azure', 'gcp'].includes(target)))(
  'a $kind on $target names its last step once the server is there, in whatever order the others are ready',
  ({ key, kind, target }) => {
    const environment = facts(usualEnvironment(target));
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (picks) => {
        const claim = new PlayedClaim({ kind, target, environment, spec: exampleSpec(key) });
        const waiting = () =>
          [...claim.objects].filter(([, object]) => isStep(object) && object['status'] === undefined);
        while (waiting().length === 0) {
          claim.reconcile();
          for (const [part, object] of claim.objects) if (!isStep(object)) claim.play(part, 'ready');
        }
        const said = new Set<string>();
        for (const pick of picks) {
          const { reason, message = '' } = claim.ask().conditions.find(({ type }) => type === 'Provisioned') ?? {};
          if (reason === 'Progressing') said.add(message);
          claim.reconcile();
          const others = waiting().filter(([part]) => part !== 'access');
          const [part = 'access'] = others[pick % others.length] ?? [];
          claim.play(part, 'ready');
        }
        expect(claim.ask().conditions.find(({ type }) => type === 'Provisioned')?.reason).toBe('Available');
        expect([...said]).toEqual([expect.stringContaining('is not ready: access (')]);
      }),
      { numRuns: 10 },
    );
  },
);

/** What Crossplane's circuit breaker allows a claim at once (core cmd/crossplane/core/core.go, CircuitBreakerBurst). */
const allowed = 100;
/** The tokens that a new claim takes at most at once, as docs/install.md says of its changes. */
function mostOf(kind: string, target: string): number {
  if (['local', 'incluster'].includes(target)) return 2 * 35;
  return kind === 'Database' ? allowed - 1 : 2 * 44;
}
/** An update takes two tokens, for the old object and the new one (core internal/circuit/token_bucket.go). */
const update = 2;
/** The creation of the claim, and its finalizer, its Composition and its label, which core writes one by one. */
const beginning = 1 + 3 * update;
/** The conditions back and forth: after a pass that wrote them, core at times works with a copy that is older than its own last write. */
const outdated = 2 * update;

/**
 * A cloud takes minutes for a server, and core refills a token each second. So its allowance is full when the server is there, and must last
 * for all that changes then.
 */
describe.each(cells)('$kind on $target', ({ key, kind, target }) => {
  const [before, after] = tokensUntilReady(kind, target, exampleSpec(key));
  test.each([
    { when: 'a server is there', tokens: before },
    { when: 'it is ready', tokens: after },
  ])('the circuit breaker stays closed until $when, if all else is ready at once', ({ tokens }) => {
    expect(tokens.own + tokens.parts + outdated).toBeLessThanOrEqual(mostOf(kind, target));
  });
});

// There test/real/frugal.test.ts has the real provider-sql, which writes most, and a busy machine.
test('the circuit breaker of a Database on aws stays closed, even if core works with an old copy after each pass that writes conditions', () => {
  const { own, parts, passes } = tokensUntilReady('Database', 'aws', exampleSpec('database'))[1];
  expect(own + parts + passes * outdated).toBeLessThan(allowed);
});

test('an object of provider-sql costs what the real provider writes', () => {
  const object = { apiVersion: `${sqlGroup}/v1alpha1`, kind: 'Grant', metadata: { name: 'a' } };
  const annotations = { 'crossplane.io/external-name': 'a' };
  expect(writesOf(object, [])).toBe(6 + 1);
  expect(writesOf({ ...object, metadata: { name: 'a', annotations } }, [])).toBe(5 + 1);
  expect(writesOf({ ...object, metadata: { name: 'a', annotations, finalizers: ['held'] } }, [])).toBe(4 + 1);
});

/** Tokens: `own` for the claim itself, `parts` for what it composes. `passes` are those in which core writes the claim's conditions. */
interface Tokens {
  own: number;
  parts: number;
  passes: number;
}

/** The tokens of a claim until its servers are there, and from then until it is ready. All other parts are ready at once. */
function tokensUntilReady(kind: string, target: string, spec: Loose): readonly [Tokens, Tokens] {
  const claim = new PlayedClaim({ kind, target, environment: facts(usualEnvironment(target)), spec });
  const tokens = [
    settle(claim, beginning, (object) => !slowServers.has(object.kind)),
    settle(claim, 0, () => true),
  ] as const;
  // A claim sees each change of the claims that it composes.
  for (const object of claim.objects.values()) {
    if (!object.apiVersion.startsWith(`${platform.group}/`)) continue;
    const inner = tokensUntilReady(object.kind, target, object['spec'] as Loose);
    tokens.forEach((phase, index) => (phase.parts += inner[index]?.own ?? 0));
  }
  return tokens;
}

/** The tokens until nothing changes any more, while all objects that `isQuick` says are ready at once. */
function settle(claim: PlayedClaim, start: number, isQuick: (object: KubernetesObject) => boolean): Tokens {
  const tokens = { own: start, parts: 0, passes: 0 };
  /** Whether core's next pass takes fields back that it wrote as part of the last status: it then writes the function's status anyway. */
  let takesBack = false;
  let last = spoken(claim.ask());
  if (start > 0) last = { parts: '', conditions: '', status: '' };
  for (let isDone = false, pass = 0; !isDone; pass += 1) {
    if (pass > 50) throw new Error(`${claim.kind} changes without end`);
    const before = new Map(claim.objects);
    const answer = claim.reconcile();
    const now = spoken(answer);
    const composed = costOf(before, claim.objects);
    const unplayed = new Map([...claim.objects, ...watchedSecrets(claim, answer)]);
    for (const [part, object] of claim.objects) claim.play(part, isQuick(object) ? 'ready' : 'starting');
    const played = costOf(unplayed, new Map([...claim.objects, ...watchedSecrets(claim, answer)]));
    const hasNewList = now.parts !== last.parts;
    const hasNewConditions = hasNewList || now.conditions !== last.conditions;
    if (takesBack || now.status !== last.status) tokens.own += update;
    if (hasNewList) tokens.own += update;
    if (hasNewConditions) {
      tokens.own += update;
      tokens.passes += 1;
    }
    tokens.parts += composed + played;
    isDone = !takesBack && !hasNewConditions && now.status === last.status && played === 0;
    takesBack = hasNewConditions;
    last = now;
  }
  return tokens;
}

/** What the function says, as texts. */
function spoken({ desired, conditions }: ReturnType<PlayedClaim['ask']>) {
  return {
    parts: Object.keys(desired?.resources ?? {}).join(),
    conditions: JSON.stringify(conditions),
    status: JSON.stringify(desired?.composite?.resource?.['status']),
  };
}

/** The Secrets of owners that the function reads: Crossplane watches those, and no others. */
function watchedSecrets({ secrets }: PlayedClaim, { requirements }: ReturnType<PlayedClaim['ask']>) {
  const selectors = Object.values(requirements?.resources ?? {}).filter(({ kind }) => kind === 'Secret');
  return selectors.flatMap(({ matchName = '' }) => {
    const secret = secrets.get(matchName);
    return secret === undefined ? [] : [[`Secret ${matchName}`, secret] as const];
  });
}

/**
 * The tokens of the changes between two moments. The creation of a composed object takes none: core records that a claim depends on it only
 * after it has applied everything (core internal/controller/apiextensions/composite/composition_functions.go, `c.tracker.Track`).
 */
function costOf(before: ReadonlyMap<string, KubernetesObject>, after: ReadonlyMap<string, KubernetesObject>): number {
  const all = [...after.values()];
  return [...after].reduce((sum, [key, object]) => {
    const existing = before.get(key);
    if (existing === undefined) return sum + (key.startsWith('Secret ') ? 1 + update : 0);
    if (JSON.stringify(existing) === JSON.stringify(object)) return sum;
    return sum + update * (existing['status'] === undefined ? writesOf(object, all) : 1);
  }, 0);
}

const sqlGroup = 'postgresql.sql.m.crossplane.io';

/** Whether it is a step inside a server, which provider-sql takes. */
function isStep({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion.startsWith(`${sqlGroup}/`) && kind !== 'ProviderConfig';
}

/** The providers of Crossplane that write most within a second, since they make what takes no time. */
const quickProviders: readonly string[] = [sqlGroup, 'kubernetes.m.crossplane.io'];

/**
 * The writes of an object's owner until it is ready: counted on the real provider-sql and provider-kubernetes, as test/real/frugal.test.ts does, and one
 * by most others.
 */
function writesOf(object: KubernetesObject, others: readonly KubernetesObject[]): number {
  const { apiVersion, kind, metadata } = object;
  // Its finalizer, and its status (external-secrets@v0.20.4 pkg/controllers/externalsecret/externalsecret_controller.go:208).
  if (kind === 'ExternalSecret') return 2;
  if (!quickProviders.some((group) => apiVersion.startsWith(`${group}/`))) return 1;
  // Its finalizer, and a status in which no object uses it.
  if (kind === 'ProviderConfig') return 2;
  const missing = [metadata.annotations?.['crossplane.io/external-name'], metadata.finalizers?.[0]].filter(
    (field) => field === undefined,
  );
  const { managementPolicies = ['Create'] } = (object['spec'] ?? {}) as { managementPolicies?: readonly string[] };
  // That it is about to create, that it has, and that it is creating.
  const creation = managementPolicies.includes('Create') ? 3 : 0;
  // That the object is available; and a new user in the ProviderConfig, or what the object looks like before it is ready.
  return missing.length + creation + 1 + 1 + (waitsForDatabase(object, others) ? 1 : 0);
}

/** Whether it is composed together with its database: its provider then says once that there is none. */
function waitsForDatabase({ kind, ...object }: KubernetesObject, others: readonly KubernetesObject[]): boolean {
  const { database } = (object['spec'] as { forProvider?: Loose } | undefined)?.forProvider ?? {};
  const names = others
    .filter((other) => other.kind === 'Database' && other.apiVersion.startsWith(`${sqlGroup}/`))
    .map(({ metadata }) => metadata.annotations?.['crossplane.io/external-name']);
  return kind === 'Grant' && database !== undefined && names.includes(String(database));
}
