/** Measures the time from a function's start to its first answer, compared with a bare Node server. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import { encodeResponse } from 'planesmith/codec';
import { nodeFlags } from 'planesmith/serve';
import { requests } from './app/request.ts';
import { Load } from './load.ts';
import { MeasuredProcess, freePort } from './measured-process.ts';
import { bundled } from './rivals.ts';
import { type Findings, ratio, row } from './row.ts';

const runs = 15;

const answer = encodeResponse(RunFunctionResponse.fromPartial({ desired: { resources: { only: {} } } }));

/** A server of Node's own http2 that answers every call with the same bytes. */
const bareNode = `
const { createServer } = require('node:http2');
const answer = Buffer.from('${Buffer.concat([Buffer.from([0, 0, 0, 0, answer.length]), answer]).toString('base64')}', 'base64');
createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/grpc' });
  response.addTrailers({ 'grpc-status': '0' });
  response.end(answer);
}).listen(Number(process.argv[2]), '127.0.0.1');
`;

/** Milliseconds to the first answer of our function and of bare Node, measured in turns. */
export async function coldStart(): Promise<Findings> {
  const app = await bundled('test/bench/app/planesmith.ts');
  const bare = join(tmpdir(), `planesmith-bench-${process.pid}.cjs`);
  writeFileSync(bare, bareNode);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const flags = (port: number) => ['--insecure', `--address=127.0.0.1:${port}`, '--health-address=off'];
    ours.push(await firstAnswer((port) => [...nodeFlags, app, ...flags(port)]));
    theirs.push(await firstAnswer((port) => [bare, String(port)]));
  }
  rmSync(bare);
  const work = 'from the start of the process to its first answer';
  const rows = [
    row('function cold start: planesmith', work, 'ms', ours),
    row('function cold start: bare Node http2', work, 'ms', theirs),
  ];
  return { rows, ratios: ratio('function-cold-start-vs-bare-node', rows[0], rows[1]) };
}

async function firstAnswer(args: (port: number) => readonly string[]): Promise<number> {
  const port = await freePort();
  const before = performance.now();
  const server = new MeasuredProcess(process.execPath, args(port));
  try {
    await server.listening(port);
    const load = await Load.open(port, requests.planesmith);
    const milliseconds = performance.now() - before;
    load.close();
    return milliseconds;
  } finally {
    await server.stop();
  }
}
