import type { KubernetesObject, Rendered } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { platform } from '../cases/platform.ts';
import { cases, filedCases, type GoldenCase, isSecret } from '../cases/index.ts';
import { renderSituation, situationOf } from '../cases/situation.ts';
import { goldenFiles, readGolden } from '../golden/files.ts';
import { goldenText } from '../golden/text.ts';
import { fakeMark } from '../played/fake.ts';
import { strictIssues } from '../played/strict.ts';

const remedy = 'If the change is meant, run `npm run update` and review what it changes.';
const successful = cases.filter(({ stops }) => stops !== 'Fatal');

/** The object inside an Object of provider-kubernetes. */
function wrapped({ kind, spec }: KubernetesObject): KubernetesObject[] {
  const { manifest } = (spec as { forProvider?: { manifest?: KubernetesObject } } | undefined)?.forProvider ?? {};
  return kind === 'Object' && manifest !== undefined ? [manifest] : [];
}

const renders = new Map<GoldenCase, Promise<Rendered>>();

/** The render of a case, shared by several tests. */
function rendered(golden: GoldenCase): Promise<Rendered> {
  const render = renders.get(golden) ?? situationOf(golden).then(renderSituation);
  renders.set(golden, render);
  return render;
}

describe('a golden file', () => {
  it.for(filedCases)('is equal to the present render: $name', async (golden) => {
    const text = goldenText(await rendered(golden));
    expect(text, `test/golden/${golden.name}.yaml differs from the present render. ${remedy}`).toBe(
      readGolden(golden.name),
    );
  });

  it('belongs to a case, and every case has one', () => {
    const names = filedCases.map(({ name }) => name);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(goldenFiles(), `test/golden has files that no case needs, or lacks some. ${remedy}`).toEqual(
      names.toSorted(),
    );
  });
});

it('the version of the platform is in statuses alone, so that a release by itself changes no object', () => {
  const lines = filedCases.flatMap(({ name }) => readGolden(name).split('\n'));
  const versioned = new Set(lines.filter((line) => line.includes(platform.version)));
  expect([...versioned]).toEqual([`  platformVersion: ${platform.version}`]);
});

it('every case without a file names a case whose file shows the same', () => {
  const filed = new Set(filedCases.map(({ name }) => name));
  const others = cases.flatMap(({ sameAs }) => sameAs ?? []);
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter((name) => !filed.has(name))).toEqual([]);
});

describe('the render of a claim', () => {
  it.for(cases)('composes resources unless that is unsafe: $name', async (golden) => {
    const { results, composed } = await rendered(golden);
    expect(results.map(({ severity }) => severity)).toEqual(golden.stops === undefined ? [] : [golden.stops]);
    if (golden.stops !== undefined) expect(composed).toEqual([]);
  });

  it.for(successful)('has only fields that the kinds have: $name', async (golden) => {
    const { composed } = await rendered(golden);
    const issues = [...composed, ...composed.flatMap(wrapped)].flatMap((object) =>
      strictIssues(object).map(({ path, message }) => `${object.kind} ${path}: ${message}`),
    );
    expect(issues).toEqual([]);
  });

  it.for(cases)('has secret values in Secrets only: $name', async (golden) => {
    const { xr, composed, results } = await rendered(golden);
    const elsewhere = JSON.stringify([xr, results, composed.filter((object) => !isSecret(object))]);
    const words = elsewhere.match(/[\w+/=-]{8,}/g) ?? [];
    const decoded = words.map((word) => Buffer.from(word, 'base64').toString());
    expect([elsewhere, ...decoded].filter((text) => text.includes(fakeMark))).toEqual([]);
  });

  it('has secret values in its Secret, so that the search above can find them', () => {
    const documents = parseAllDocuments(readGolden('database/local-ready')).map(
      (document) => document.toJS() as KubernetesObject,
    );
    const secret = documents.find(isSecret);
    const values = Object.values((secret?.['data'] ?? {}) as Record<string, string>);
    expect(values.some((value) => Buffer.from(value, 'base64').toString().includes(fakeMark))).toBe(true);
  });
});

describe('a claim that is ready', () => {
  it.for(successful.filter(({ state }) => state === 'ready'))('does not change: $name', async (golden) => {
    const settled = await situationOf({ ...golden, state: 'settled' });
    const { xr, composed } = renderSituation(settled);
    expect(xr['status']).toEqual((await rendered(golden)).xr['status']);
    expect(composed).toEqual((await rendered(golden)).composed);
  });

  it.for(['local', 'incluster', 'aws'])('is rebuilt from its resources if its status is lost: %s', (target) => {
    expect(readGolden(`database/${target}-restored`)).toBe(readGolden(`database/${target}-ready`));
  });
});
