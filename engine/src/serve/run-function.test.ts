import { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { describe, expect, it } from 'vitest';
import { CodecError, decodeResponse, encodeRequest } from '../codec/index.ts';
import type { Handler } from '../runtime/index.ts';
import type { Log } from './log.ts';
import { answer } from './run-function.ts';

const widget = { kind: 'Widget', metadata: { name: 'orders', namespace: 'team-a' }, spec: { note: 'in confidence' } };
const request = RunFunctionRequest.fromPartial({
  meta: { tag: 'tag-1' },
  observed: { composite: { resource: widget, connectionDetails: { password: Buffer.from('hunter2') } } },
});

/** The same for a claim that has something. */
const existing = RunFunctionRequest.fromPartial({
  ...request,
  observed: { ...request.observed, resources: { gear: { resource: { kind: 'Gear' } } } },
});

/** The response of a handler to the request above, and the lines that it logged. */
function run(handler: Handler, asked = request) {
  const logged: string[] = [];
  const log: Log = (severity, message, details) => logged.push(JSON.stringify({ severity, message, ...details }));
  return { response: decodeResponse(answer(encodeRequest(asked), handler, log)), logged };
}

describe('a call', () => {
  it('is answered by the handler and not logged', () => {
    const { response, logged } = run(({ meta }) => RunFunctionResponse.fromPartial({ meta: { tag: meta?.tag ?? '' } }));
    expect(response.meta?.tag).toBe('tag-1');
    expect(logged).toEqual([]);
  });

  const failures: { reason: string; handler: Handler; says: RegExp }[] = [
    {
      reason: 'the handler throws',
      handler: () => {
        throw new Error('the widget is broken');
      },
      says: /^The function failed: the widget is broken$/,
    },
    {
      reason: 'the response has a value that is not JSON',
      handler: () =>
        RunFunctionResponse.fromPartial({ desired: { composite: { resource: { status: { size: Number.NaN } } } } }),
      says: /^The function failed: desired\.composite\.resource\.status\.size: NaN is not a JSON number$/,
    },
    {
      reason: 'the handler returns a promise',
      handler: (async () => RunFunctionResponse.create()) as never,
      says: /^The function failed: the handler returned a promise: remove its async/,
    },
    {
      reason: 'the handler returns a promise that is rejected',
      handler: (async () => {
        throw new Error('later');
      }) as never,
      says: /^The function failed: the handler returned a promise: remove its async/,
    },
    {
      reason: 'the handler returns nothing',
      handler: (() => undefined) as never,
      says: /^The function failed: the handler returned no resp/,
    },
    {
      reason: 'the handler returns half a response',
      handler: (() => ({})) as never,
      says: /^The function failed: the handler returned no/,
    },
    {
      reason: 'the handler throws what is no error',
      handler: () => {
        throw { toString: () => 'broken' };
      },
      says: /^The function failed: broken$/,
    },
  ];
  for (const { reason, handler, says } of failures) {
    it(`leaves what exists as it is, with the tag of the request, if ${reason}`, () => {
      const { response, logged } = run(handler, existing);
      expect(response).toMatchObject({ meta: { tag: 'tag-1', ttl: undefined }, desired: undefined });
      expect(response.results).toMatchObject([{ severity: 1, message: expect.stringMatching(says) }]);
      expect(response.conditions).toMatchObject([{ type: 'Provisioned', reason: 'FunctionFailed' }]);
      expect(logged).toEqual([expect.stringMatching(/the function threw.*Widget.*team-a.*orders/)]);
    });
  }

  it.each(failures)('takes no new claim for healthy if $reason', ({ handler, says }) => {
    const { response } = run(handler);
    expect(response).toMatchObject({ meta: { tag: 'tag-1' }, desired: { composite: { ready: 2 }, resources: {} } });
    expect(response.results).toMatchObject([{ severity: 2, message: expect.stringMatching(says) }]);
    expect(response.conditions).toMatchObject([{ type: 'Provisioned', reason: 'FunctionFailed' }]);
  });

  const odd = [{ password: 5 }, { password: ['x'] }, { password: { a: 1 } }, { password: null }, [1], 'text', 7];
  it.each(odd.map((data) => ({ data })))('survives a Secret whose data is $data', ({ data }) => {
    const sent = encodeRequest(
      RunFunctionRequest.fromPartial({ observed: { resources: { login: { resource: { kind: 'Secret', data } } } } }),
    );
    const logged: string[] = [];
    const fails: Handler = () => {
      throw new Error('the widget is broken');
    };
    const response = decodeResponse(answer(sent, fails, (_, message) => logged.push(message)));
    expect(response.results[0]?.message).toBe('The function failed: the widget is broken');
    expect(logged).toEqual(['the function threw']);
  });

  const titles = [
    { severity: 1, message: 'fatal result' },
    { severity: 2, message: 'warning' },
  ];
  it.each(titles)('that ends with a $message is logged with the name of the XR, but without its content', (row) => {
    const { logged } = run(() =>
      RunFunctionResponse.fromPartial({ results: [{ severity: row.severity, message: 'no environment' }] }),
    );
    expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        severity: 'ERROR',
        message: row.message,
        kind: 'Widget',
        namespace: 'team-a',
        name: 'orders',
        result: 'no environment',
      },
    ]);
    expect(logged.join()).not.toMatch(/hunter2|in confidence/);
  });

  it('that cannot be read is refused', () => {
    expect(() =>
      answer(
        Buffer.from('noise'),
        () => RunFunctionResponse.create(),
        () => {},
      ),
    ).toThrow(CodecError);
  });

  it('with an unreadable observed resource is refused at the first read of that resource', () => {
    const sent = encodeRequest(
      RunFunctionRequest.fromPartial({ observed: { resources: { main: { resource: { a: 'xy' } } } } }),
    );
    sent[sent.lastIndexOf('xy')] = 0xff;
    const looks: Handler = (received) => RunFunctionResponse.fromPartial({ meta: { tag: JSON.stringify(received) } });
    expect(() => answer(sent, looks, () => {})).toThrow(CodecError);
  });
});
