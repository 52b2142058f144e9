/** A connection Secret that somebody deleted comes back at once, whatever else is wrong with the claim. */
import { expect, test } from 'vitest';
import { cells, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';

const connectionKey = 'connection-secret';

test.each(cells.filter(({ api }) => Object.keys(api.secret).length > 0))(
  'the Secret of a $kind on $target comes back while a part fails',
  ({ key, kind, target }) => {
    const options = { kind, target, environment: facts(usualEnvironment(target)), spec: exampleSpec(key) };
    const before = readyClaim(options);
    const secret = before.secret;
    for (const part of before.objects.keys()) {
      const claim = readyClaim(options);
      claim.play(part, 'failing');
      // One that reports nothing else cannot fail.
      if (Object.keys((claim.objects.get(part)?.['status'] ?? {}) as object).length === 0) continue;
      claim.objects.delete(connectionKey);
      claim.reconcile();
      expect(claim.secret, part).toEqual(secret);
    }
  },
);
