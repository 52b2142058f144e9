/** Durations in objects whose owners are programs in Go: they write the whole object when they add a finalizer, and every duration in Go's own form. */
import { expect, test } from 'vitest';
import { cells, exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';

/** A duration as Go reads it (go1.26 src/time/format.go, `ParseDuration`), in whole hours, minutes and seconds. */
const duration = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** The duration as Go writes it (go1.26 src/time/time.go, `Duration.String`). */
function asGoWrites(text: string): string {
  const [, hours = 0, minutes = 0, seconds = 0] = (duration.exec(text) ?? []).map((part) => Number(part ?? 0));
  const total = (hours * 60 + minutes) * 60 + seconds;
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return h > 0 ? `${h}h${m}m${s}s` : m > 0 ? `${m}m${s}s` : `${s}s`;
}

test.each([
  { text: '1h', expected: '1h0m0s', reason: 'an hour' },
  { text: '5m', expected: '5m0s', reason: 'minutes' },
  { text: '90m', expected: '1h30m0s', reason: 'more minutes than an hour has' },
  { text: '0', expected: '0s', reason: 'none' },
])('Go writes $reason as $expected', ({ text, expected }) => {
  expect(asGoWrites(text)).toBe(expected);
});

/** Every duration of external-secrets' objects, by its place. */
function durationsOf({ kind, target, spec }: { kind: string; target: string; spec: Loose }) {
  const claim = readyClaim({ kind, target, environment: facts(usualEnvironment(target)), spec });
  return [...claim.objects].flatMap(([part, object]) => {
    if (!/(^|\.)external-secrets\.io\//.test(object.apiVersion)) return [];
    const { refreshInterval } = (object['spec'] ?? {}) as { refreshInterval?: string };
    return refreshInterval === undefined ? [] : [{ part, refreshInterval }];
  });
}

test.each(cells)(
  '$kind on $target has the durations of external-secrets as it writes them',
  ({ key, kind, target }) => {
    const found = durationsOf({ kind, target, spec: exampleSpec(key) });
    if (kind === 'CredentialStore') expect(found.length).toBeGreaterThan(1);
    for (const { part, refreshInterval } of found) expect(refreshInterval, part).toBe(asGoWrites(refreshInterval));
  },
);

test.each(['5m', '59m', '1h', '24h'])('a CredentialStore that refreshes every %s has it as Go writes it', (refresh) => {
  const found = durationsOf({
    kind: 'CredentialStore',
    target: 'local',
    spec: { ...exampleSpec('credential-store'), refresh },
  });
  expect(new Set(found.map(({ refreshInterval }) => refreshInterval))).toEqual(new Set([asGoWrites(refresh)]));
});
