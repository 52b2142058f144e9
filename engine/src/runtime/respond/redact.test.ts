import { RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from './redact.ts';

const secret = 'pä"ss\\w&rd/1 +?>';
const key = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQ',
  'EFAASCBKcwggSjAgEAAoIBAQDR',
  '-----END PRIVATE KEY-----',
  '',
].join('\n');
const request = RunFunctionRequest.fromPartial;
/** A request whose observed resource has this secret value. */
const holding = (value: string | Buffer) =>
  request({
    observed: { resources: { login: { connectionDetails: { password: Buffer.from(value) } } } },
  });
const goQuery = encodeURIComponent(secret).replaceAll('%20', '+');
const goJson = JSON.stringify(secret)
  .replaceAll('&', String.raw`\u0026`)
  .replaceAll('>', String.raw`\u003e`)
  .slice(1, -1);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a secret is hidden in a message', () => {
  const rows: { reason: string; value?: string; written: string }[] = [
    { reason: 'as it is', written: secret },
    { reason: 'in base64', written: base64(secret) },
    { reason: 'in base64 without padding', written: base64(secret).replaceAll('=', '') },
    { reason: 'in base64url', written: Buffer.from(secret).toString('base64url') },
    { reason: 'in a URL', written: encodeURIComponent(secret) },
    { reason: 'in a URL, with small letters', written: encodeURIComponent(secret).toLowerCase() },
    { reason: 'in a form, as Go writes it', written: goQuery },
    { reason: 'in JSON', written: JSON.stringify(secret).slice(1, -1) },
    { reason: 'in JSON, as Go writes it', written: goJson },
    { reason: 'in JSON inside of JSON', written: JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1) },
    { reason: 'in a URL inside of JSON', written: JSON.stringify(encodeURIComponent(secret)).slice(1, -1) },
    {
      reason: 'in JSON with all in \\u',
      written: [...secret].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    },
    { reason: 'without the line end it has', value: `${secret}\n`, written: secret },
    { reason: 'trimmed and in base64', value: ` ${secret}\r\n`, written: base64(secret) },
    { reason: 'one line of a private key', value: key, written: 'EFAASCBKcwggSjAgEAAoIBAQDR' },
  ];
  test.each(rows)('$reason', ({ value = secret, written }) => {
    expect(redact(`it said «${written}»: no`, holding(value))).toBe('it said «***»: no');
  });

  test('inside of the base64 of a longer text, wherever it begins', () => {
    for (const user of ['u', 'us', 'use', 'user']) {
      const message = redact(`Authorization: Basic ${base64(`${user}:${secret}:more`)}`, holding(secret));
      const rest = Buffer.from(message.slice(message.lastIndexOf(' ')).replace('***', ''), 'base64').toString();
      expect(message).toContain('***');
      expect(rest).not.toContain(secret.slice(1, -1));
    }
  });

  test('whatever it is, and whatever stands around it', () => {
    const ways = [String, encodeURIComponent, base64, (text: string) => JSON.stringify(text).slice(1, -1)];
    const around = fc.constantFrom('', ' ', '%', '\\\\', 'ü', ': ', '+', '«');
    const anything = fc
      .string({ unit: 'grapheme', minLength: 6, maxLength: 40 })
      .filter((text) => text.trim().length >= 6);
    fc.assert(
      fc.property(anything, fc.constantFrom(...ways), around, around, (value, write, before, after) => {
        // No URL has a `%` there: with two digits of the value, it would be an escape of its own.
        fc.pre(write !== encodeURIComponent || before !== '%');
        const message = redact(`it said ${before}${write(value)}${after}`, holding(value));
        expect(message).toContain('***');
        if (value.length > 8) expect(message).not.toContain(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a secret is found', () => {
  const password = Buffer.from('hunter22');
  const kept = { kind: 'Secret', data: { password: password.toString('base64') } };
  const required = { a: { items: [{ resource: kept }] } };
  const stringData = { password: 'hunter22' };
  const rows = [
    { reason: 'of the XR', request: request({ observed: { composite: { connectionDetails: { password } } } }) },
    { reason: 'of a part', request: request({ observed: { resources: { a: { connectionDetails: { password } } } } }) },
    { reason: 'of a composed Secret', request: request({ observed: { resources: { a: { resource: kept } } } }) },
    {
      reason: 'that an earlier function desires',
      request: request({ desired: { resources: { a: { resource: { kind: 'Secret', stringData } } } } }),
    },
    { reason: 'of a required Secret', request: request({ requiredResources: required }) },
    { reason: 'of a Secret required in the old way', request: request({ extraResources: required }) },
    { reason: 'of the step', request: request({ credentials: { a: { credentialData: { data: { password } } } } }) },
  ];
  test.each(rows)('$reason', ({ request: received }) => {
    expect(redact('bad password hunter22', received)).toBe('bad password ***');
  });
});

describe('a message stays as it is', () => {
  const rows = [
    {
      reason: 'no secret is in it',
      value: 'hunter22',
      message: String.raw`100 % of C:\new\x are – a+b – gone: %zz \u12`,
    },
    { reason: 'the value is too short', value: 'abc', message: 'abc' },
    { reason: 'only the armour of a key is in it', value: key, message: 'no -----BEGIN PRIVATE KEY----- found' },
  ];
  test.each(rows)('if $reason', ({ value, message }) => {
    expect(redact(message, holding(value))).toBe(message);
  });
});
