/** Compares the processor time and memory of a call to several function servers. */
import { Load } from './load.ts';
import { MeasuredProcess, freePort, unmeasurable } from './measured-process.ts';
import { type Missing, type Rival, rivals } from './rivals.ts';
import { type Findings, type Row, type Skipped, ratio, row } from './row.ts';

const warmUpCalls = 3000;
const calls = 2000;
const atOnce = 8;
const rounds = 5;
const work = `one call, five composed resources observed, ${atOnce} at once`;

interface Contender {
  readonly rival: Rival;
  readonly server: MeasuredProcess;
  readonly load: Load;
  readonly idle: number;
  /** Milliseconds of processor time a call, one for each round. */
  readonly cpu: number[];
  /** MB after each round. */
  readonly memory: number[];
}

/** Processor time and memory of our server, of the stock SDK, and of Crossplane's functions if they are available. */
export async function functionCost(): Promise<Findings> {
  if (unmeasurable !== undefined) return { rows: [{ name: 'function cost', skipped: unmeasurable }], ratios: {} };
  const all = await rivals();
  const contenders: Contender[] = [];
  const missing: Missing[] = [];
  try {
    for (const rival of all) {
      if ('skipped' in rival) missing.push(rival);
      else contenders.push(...(await startOrSkip(rival, missing)));
    }
    for (const { load } of contenders) await load.run(warmUpCalls, atOnce);
    for (let round = 0; round < rounds; round += 1) for (const contender of contenders) await measure(contender);
  } finally {
    for (const { load, server } of contenders) {
      load.close();
      await server.stop();
    }
  }
  return report(contenders, missing);
}

/** Starts a server. A rival that does not answer is left out with the reason; our own server must answer. */
async function startOrSkip(rival: Rival, missing: Missing[]): Promise<Contender[]> {
  try {
    return [await start(rival)];
  } catch (error) {
    if (rival.name.startsWith('planesmith')) throw error;
    missing.push({ name: rival.name, skipped: (error as Error).message });
    return [];
  }
}

async function start(rival: Rival): Promise<Contender> {
  const port = await freePort();
  const server = new MeasuredProcess(rival.program, rival.args(port));
  try {
    await server.listening(port);
    const load = await Load.open(port, rival.request, rival.identity);
    return { rival, server, load, idle: server.memory().now, cpu: [], memory: [] };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function measure({ server, load, cpu, memory }: Contender): Promise<void> {
  const before = server.cpuSeconds();
  await load.run(calls, atOnce);
  cpu.push(((server.cpuSeconds() - before) * 1000) / calls);
  memory.push(server.memory().peak);
}

function report(contenders: readonly Contender[], missing: readonly Missing[]): Findings {
  const cost = new Map<string, Row | Skipped>(missing.map((rival) => [rival.name, { ...rival }]));
  const rows: (Row | Skipped)[] = [];
  for (const { rival, cpu, idle, memory } of contenders) {
    const kilobytes = Math.round(rival.request.length / 1000);
    const cpuRow = row(`function CPU: ${rival.name}`, `${work}, request of ${kilobytes} KB`, 'ms', cpu);
    cost.set(rival.name, cpuRow);
    rows.push(cpuRow, row(`function memory, idle: ${rival.name}`, 'after its first call', 'MB', [idle]));
    rows.push(row(`function memory, peak: ${rival.name}`, `under load, ${atOnce} calls at once`, 'MB', memory));
  }
  const ours = cost.get('planesmith');
  const peak = contenders.find(({ rival }) => rival.name === 'planesmith')?.memory.at(-1);
  return {
    rows: [...rows, ...missing],
    ratios: {
      ...ratio('function-cpu-vs-patch-and-transform', ours, cost.get('function-patch-and-transform')),
      ...ratio('function-cpu-vs-auto-ready', ours, cost.get('function-auto-ready')),
      ...ratio('function-cpu-vs-sdk', ours, cost.get('stock SDK')),
      ...(peak === undefined ? {} : { 'function-memory-mb': Math.round(peak) }),
    },
  };
}
