/** Measures how many new claims are rendered a second, on every target. */
import { claimRenderer, type KubernetesObject } from 'planesmith/testing';
import { parse } from 'yaml';
import platform from '../../planesmith.config.ts';
import { environmentConfig } from '../cases/situation.ts';
import { claimTexts } from './claims.ts';
import { type Findings, type Row, row } from './row.ts';

const count = 1000;
const rounds = 5;

/** Claims a second in this process, for every target. */
export async function renderRate(): Promise<Findings> {
  const environment = environmentConfig('prod');
  const claims = [...claimTexts(count)].map((text) => parse(text) as KubernetesObject);
  const rows: Row[] = [];
  for (const target of platform.apis['database']?.targets ?? []) {
    const render = await claimRenderer(platform, { target });
    const rates: number[] = [];
    let composed = 0;
    for (let round = 0; round <= rounds; round += 1) {
      const before = performance.now();
      composed = 0;
      for (const claim of claims) composed += (await render(claim, { environment })).composed.length;
      if (composed < count) throw new Error(`${count} claims composed only ${composed} resources on ${target}`);
      // The first round warms up.
      if (round > 0) rates.push((count * 1000) / (performance.now() - before));
    }
    const perClaim = Math.round(composed / count);
    rows.push(
      row(`render: Database on ${target}`, `one new claim to ${perClaim} resources, YAML not read`, 'claims/s', rates),
    );
  }
  return { rows, ratios: { 'render-per-second': Math.min(...rows.map(({ median }) => median)) } };
}
