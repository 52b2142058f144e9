/** Law 6 of the runtime: whatever a request holds, it gets an answer. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type WidgetRequest, widgetRequest } from '../testing/widget-request.ts';
import { functions } from '../testing/widget.ts';
import { dispatch } from './index.ts';
import { readyFalse, severityFatal, severityWarning } from './respond/wire.ts';

const handler = dispatch(functions);

test('a broken request is no reason to throw, to lose the tag, or to say nothing of readiness without a fatal result', () => {
  const junk = fc.object({
    maxDepth: 2,
    key: fc.constantFrom('metadata', 'status', 'spec', 'conditions', 'data', 'x'),
  });
  const broken = fc.record({
    spec: fc.oneof(fc.constant({}), junk),
    status: fc.oneof(fc.constant({}), fc.record({ recorded: junk, target: fc.string() })),
    observed: fc.dictionary(
      fc.constantFrom('gear', 'login', 'sticker.a', 'connection-secret'),
      fc.record({ object: junk }),
    ),
    environment: fc.oneof(junk, fc.constant(null)),
    input: fc.oneof(fc.constant({}), junk),
  });
  fc.assert(
    fc.property(broken, (request) => {
      const { meta, results, desired } = handler(widgetRequest(request as WidgetRequest));
      expect(meta?.tag).toBe('the-tag');
      const [result, ...more] = results;
      expect(more).toEqual([]);
      expect([undefined, severityFatal, severityWarning]).toContain(result?.severity);
      if (result?.severity === severityWarning) expect(desired?.composite?.ready).toBe(readyFalse);
    }),
  );
});
