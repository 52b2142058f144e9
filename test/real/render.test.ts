import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from 'planesmith/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { cases } from '../cases/index.ts';
import { renderSituation, situationOf } from '../cases/situation.ts';
import { crossplaneRender, missingForRender } from './crossplane-render.ts';
import { type FunctionProcess, startFunction } from './function-process.ts';
import { normalised } from './normalise.ts';

const missing = await missingForRender();
let served: FunctionProcess | undefined;
beforeAll(async () => {
  if (missing === undefined) served = await startFunction();
});
afterAll(async () => served?.stop());

/** The documents of a YAML stream, read as Crossplane's own tools do. */
function documents(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as KubernetesObject);
}

const successful = cases.filter(({ stops }) => stops !== 'Fatal');
const settled = successful
  .filter(({ state }) => state === 'ready')
  .map((golden) => ({ ...golden, state: 'settled' as const, reason: 'nothing changes any more' }));

describe.concurrent("our render is equal to Crossplane's", () => {
  it.for([...successful, ...settled])('$name: $reason', async (golden, { skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const situation = await situationOf(golden);
    const { stdout, stderr, failed } = await crossplaneRender(situation, served?.address ?? '');
    expect(failed, stderr).toBe(false);
    const { xr, composed } = renderSituation(situation);
    const ours = JSON.parse(JSON.stringify([xr, ...composed])) as KubernetesObject[];
    const isChanged = !isDeepStrictEqual(ours[0]?.['status'], JSON.parse(JSON.stringify(situation.xr))['status']);
    expect(normalised(ours, isChanged)).toEqual(normalised(documents(stdout), isChanged));
  });

  it.for(cases.filter(({ stops }) => stops === 'Fatal'))('$name: $reason', async (golden, { skip, expect }) => {
    if (missing !== undefined) return skip(missing);
    const situation = await situationOf(golden);
    const { stdout, stderr, failed } = await crossplaneRender(situation, served?.address ?? '');
    const { conditions, results } = renderSituation(situation);
    expect({ failed, stdout }).toEqual({ failed: true, stdout: '' });
    // The command prints only the message, not the XR; control-plane.test.ts checks the XR.
    expect(stderr.trim()).toBe(
      `crossplane: error: cannot render composite resource: crossplane internal render: pipeline returned fatal: crossplane: error: cannot render composite resource: ${conditions.find(({ type }) => type === 'Synced')?.message}`,
    );
    expect(results).toHaveLength(1);
  });
});
