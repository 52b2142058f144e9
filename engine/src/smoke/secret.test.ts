/** What the Secret of a claim says about its server. */
import { describe, expect, it } from 'vitest';
import { endpointIn, loginIn } from './secret.ts';

const dataOf = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));

it.each<{ data: Readonly<Record<string, string>>; endpoint: object | undefined }>([
  { data: { host: 'db.example.org', port: '5432' }, endpoint: { host: 'db.example.org', port: 5432 } },
  {
    data: { uri: 'postgresql://a:b@db.example.org:5432/x?sslmode=require' },
    endpoint: { host: 'db.example.org', port: 5432 },
  },
  { data: { url: 'amqp://[::1]:5672' }, endpoint: { host: '::1', port: 5672 } },
  { data: { host: 'db.example.org' }, endpoint: undefined },
  { data: { host: 'db.example.org', port: 'five' }, endpoint: undefined },
  { data: { host: 'db.example.org', port: '70000' }, endpoint: undefined },
  { data: { note: 'see https://example.org:80', url: 'https://example.org' }, endpoint: undefined },
])('an endpoint in $data is $endpoint', ({ data, endpoint }) => {
  expect(endpointIn(dataOf(data))).toEqual(endpoint);
});

describe('a login', () => {
  const postgresql = {
    protocol: 'postgresql',
    host: 'db',
    port: 5432,
    username: 'app',
    password: 'p/w',
    database: 'x',
  };
  const redis = { protocol: 'redis', host: 'cache', port: 6379, username: 'app', password: 'p/w', database: '' };

  it.each<{ reason: string; data: Readonly<Record<string, string>>; login: object | undefined }>([
    {
      reason: 'asks for TLS, whoever has signed',
      data: { uri: 'postgresql://app:p%2Fw@db:5432/x?sslmode=require' },
      login: { ...postgresql, tls: { ca: undefined, isChecked: false } },
    },
    {
      reason: 'checks the server if the Secret has its authority',
      data: { uri: 'postgres://app:p%2Fw@db/x?sslmode=require', 'ca.crt': 'PEM' },
      login: { ...postgresql, tls: { ca: 'PEM', isChecked: true } },
    },
    {
      reason: 'checks the server by public authorities if the address says so',
      data: { uri: 'postgresql://app:p%2Fw@db/x?sslmode=verify-full' },
      login: { ...postgresql, tls: { ca: undefined, isChecked: true } },
    },
    {
      reason: 'asks for no TLS if the address does not',
      data: { uri: 'postgresql://app:p%2Fw@db/x', 'ca.crt': 'PEM' },
      login: { ...postgresql, tls: undefined },
    },
    {
      reason: 'is by TLS for rediss',
      data: { uri: 'rediss://app:p%2Fw@cache' },
      login: { ...redis, tls: { ca: undefined, isChecked: true } },
    },
    {
      reason: 'is without TLS for redis',
      data: { uri: 'redis://app:p%2Fw@cache:6380' },
      login: { ...redis, port: 6380, tls: undefined },
    },
    {
      reason: 'is in the one address of a known protocol',
      data: {
        'jdbc-uri': 'jdbc:postgresql://db:5432/x',
        web: 'https://a:b@example.org',
        uri: 'redis://app:p%2Fw@cache',
      },
      login: { ...redis, tls: undefined },
    },
    {
      reason: 'of Redis has its usual user if the address has none',
      data: { uri: 'redis://:p%2Fw@cache' },
      login: { ...redis, username: 'default', tls: undefined },
    },
    { reason: 'of PostgreSQL needs a user', data: { uri: 'postgresql://:b@db/x' }, login: undefined },
    { reason: 'needs a password', data: { uri: 'redis://app@cache' }, login: undefined },
    { reason: 'needs a host', data: { uri: 'postgresql://app:b@/x' }, login: undefined },
    { reason: 'needs a text that can be decoded', data: { uri: 'redis://app:%E0%A4%A@cache' }, login: undefined },
  ])('$reason', ({ data, login }) => {
    expect(loginIn(dataOf(data))).toEqual(login);
  });
});
