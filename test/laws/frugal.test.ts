/** Claims in progress: each change of their condition or of their parts makes Crossplane write and call again, and its patience ends. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { cells, exampleSpec, facts, type Loose, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

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
      const isSame = after.parts.join() === before.parts.join() && !before.message.includes(`: ${part} (`);
      if (isSame) expect(after.message, part).toBe(before.message);
    }
  }
  expect(answer().reason).toBe('Available');
});

/** What Crossplane's circuit breaker allows a claim at once (core cmd/crossplane/core/core.go, CircuitBreakerBurst). */
const allowed = 100;
/** An update takes two tokens, a creation one (core internal/circuit/token_bucket.go). */
const update = 2;
/** The creation of the claim, and its finalizer, its Composition and its label, which core writes one by one. */
const beginning = 1 + 3 * update;
/** The list of parts, the conditions of the new generation, and the fields that core's next pass takes back. */
const changedParts = 3 * update;
/** A status, and the fields of it that core's next pass takes back. */
const changedStatus = 2 * update;
/** The status once more: at times core works with a copy that is older than its own last write. */
const outdated = 2 * update;

test.each(cells)(
  '$kind on $target is ready before the circuit breaker opens, if all parts are at once',
  ({ key, kind, target }) => {
    const { own, parts } = tokensUntilReady(kind, target, exampleSpec(key));
    expect(own + parts + outdated).toBeLessThan(allowed);
  },
);

/** The tokens of a claim until it is ready: `own` for the claim itself, `parts` for what it composes. All parts are ready at once. */
function tokensUntilReady(kind: string, target: string, spec: Loose): { own: number; parts: number } {
  const claim = new PlayedClaim({ kind, target, environment: facts(usualEnvironment(target)), spec });
  const tokens = { own: beginning, parts: 0 };
  let last = { parts: '', status: '' };
  for (let isDone = false; !isDone;) {
    const before = textsOf(claim);
    const { desired, conditions } = claim.reconcile();
    const parts = Object.keys(desired?.resources ?? {}).join();
    const status = JSON.stringify([conditions, desired?.composite?.resource?.['status']]);
    if (parts !== last.parts) tokens.own += changedParts;
    else if (status !== last.status) tokens.own += changedStatus;
    const composed = textsOf(claim);
    for (const part of claim.objects.keys()) claim.play(part, 'ready');
    const after = textsOf(claim);
    tokens.parts += costOf(before, composed) + costOf(composed, after);
    isDone = parts === last.parts && status === last.status && costOf(before, after) === 0;
    last = { parts, status };
  }
  // A claim sees each change of the claims that it composes.
  for (const object of claim.objects.values()) {
    const isClaim = object.apiVersion.startsWith(`${platform.group}/`);
    if (isClaim) tokens.parts += tokensUntilReady(object.kind, target, object['spec'] as Loose).own;
  }
  return tokens;
}

/** The objects of a claim, and the Secrets of their owners, as text. */
function textsOf({ objects, secrets }: PlayedClaim): ReadonlyMap<string, string> {
  const all = [...objects, ...[...secrets].map(([name, secret]) => [`Secret ${name}`, secret] as const)];
  return new Map(all.map(([key, object]) => [key, JSON.stringify(object)]));
}

function costOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  const changes = [...after].filter(([key, text]) => before.get(key) !== text);
  return changes.reduce((sum, [key]) => sum + (before.has(key) ? update : 1), 0);
}
