/** While a claim is in progress, its condition does not change with every part: each change makes Crossplane write and call again. */
import { expect, test } from 'vitest';
import { cells, exampleSpec, facts, usualEnvironment } from '../fixtures.ts';
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
