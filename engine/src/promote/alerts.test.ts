/** Open alerts: from a file, and from a server that answers well, badly, too much or not at all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAlerts } from './alerts.ts';

const list = [
  { labels: { alertname: 'DiskFull', severity: 'critical' }, status: { state: 'active' } },
  { labels: { alertname: 'Slow', severity: 'warning' }, status: { state: 'unprocessed' } },
  { labels: { alertname: 'Known', severity: 'critical' }, status: { state: 'suppressed' } },
  { labels: { severity: 'critical' } },
];
const settings = { match: {}, allowed: 0, timeoutSeconds: 1 };

describe('alerts in a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'planesmith-alerts-'));
    writeFileSync(join(folder, 'alerts.json'), JSON.stringify(list));
    writeFileSync(join(folder, 'none.json'), '[]');
    writeFileSync(join(folder, 'torn.json'), '[{');
    writeFileSync(join(folder, 'map.json'), '{"alerts":[]}');
    writeFileSync(join(folder, 'texts.json'), '["DiskFull"]');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    {
      source: 'alerts.json',
      match: {},
      names: ['DiskFull', 'Slow', 'without a name'],
      reason: 'silenced ones are not open',
    },
    { source: 'alerts.json', match: { severity: 'warning' }, names: ['Slow'], reason: 'labels must fit' },
    { source: 'none.json', match: {}, names: [], reason: 'nothing is open' },
  ])('are $names in $source with $match: $reason', async ({ source, match, names }) => {
    expect(await openAlerts(folder, { ...settings, source, match })).toEqual({ names });
  });

  it.each([
    { source: 'gone.json', problem: 'there is no gone.json' },
    { source: 'torn.json', problem: 'torn.json gives no JSON' },
    { source: 'map.json', problem: 'map.json gives no list of alerts with labels' },
    { source: 'texts.json', problem: 'texts.json gives no list of alerts with labels' },
  ])('are a problem in $source', async ({ source, problem }) => {
    expect(await openAlerts(folder, { ...settings, source })).toEqual({ problem });
  });
});

describe('alerts of a server', () => {
  let server: Server;
  const asked: (string | undefined)[] = [];
  const answers: Readonly<Record<string, RequestListener>> = {
    good: (_, response) => response.setHeader('date', 'Fri, 02 Jan 2026 03:04:05 GMT').end(JSON.stringify(list)),
    timeless: (_, response) => {
      response.sendDate = false;
      response.end('[]');
    },
    broken: (_, response) => response.writeHead(503).end('[]'),
    elsewhere: (_, response) => response.writeHead(302, { location: '/good/api/v2/alerts' }).end(),
    silent: () => undefined,
    endless: (_, response) => {
      const more = () => response.destroyed || response.write(' '.repeat(1 << 20), more);
      more();
    },
    torn: (_, response) => response.write('['),
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url);
      answers[request.url?.split('/')[1] ?? '']?.(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const addressOf = (name: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;

  it('are those that it lists, without silenced and inhibited ones', async () => {
    expect(await openAlerts('', { ...settings, source: `${addressOf('good')}/` })).toEqual({
      names: ['DiskFull', 'Slow', 'without a name'],
      clock: new Date('2026-01-02T03:04:05Z'),
    });
    expect(asked).toContain('/good/api/v2/alerts?silenced=false&inhibited=false');
  });

  it('have no time if the server does not say it', async () => {
    expect(await openAlerts('', { ...settings, source: addressOf('timeless') })).toEqual({ names: [] });
  });

  it.each([
    { name: 'broken', problem: /answers with 503/ },
    { name: 'elsewhere', problem: /does not answer: / },
    { name: 'silent', problem: /does not answer within 1 s/ },
    { name: 'torn', problem: /does not answer within 1 s/ },
    { name: 'endless', problem: /more than 8 MiB/ },
  ])('are a problem if it is $name', async ({ name, problem }) => {
    expect(await openAlerts('', { ...settings, source: addressOf(name) })).toEqual({
      problem: expect.stringMatching(problem),
    });
  });

  it('are a problem if nobody listens', async () => {
    expect(await openAlerts('', { ...settings, source: 'http://127.0.0.1:1' })).toEqual({
      problem: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 does not answer: /),
    });
  });
});
