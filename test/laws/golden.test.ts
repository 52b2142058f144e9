import type { KubernetesObject, Rendered } from 'planesmith/testing';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { cases, filedCases, type GoldenCase, isSecret } from '../cases/index.ts';
import { renderSituation, situationOf } from '../cases/situation.ts';
import { goldenFiles, readGolden } from '../golden/files.ts';
import { goldenText } from '../golden/text.ts';
import { fakeMark } from '../played/fake.ts';
import { strictIssues } from '../played/strict.ts';

const remedy = 'If the change is meant, run `npm run update` and review what it changes.';
const successful = cases.filter(({ isFatal = false }) => !isFatal);

/** The object that provider-kubernetes is given to make. */
function wrapped({ kind, spec }: KubernetesObject): KubernetesObject[] {
  const { manifest } = (spec as { forProvider?: { manifest?: KubernetesObject } } | undefined)?.forProvider ?? {};
  return kind === 'Object' && manifest !== undefined ? [manifest] : [];
}

const renders = new Map<GoldenCase, Promise<Rendered>>();

/** The render of a case, which many tests look at. */
function rendered(golden: GoldenCase): Promise<Rendered> {
  const render = renders.get(golden) ?? situationOf(golden).then(renderSituation);
  renders.set(golden, render);
  return render;
}

describe('a golden file', () => {
  it.for(filedCases)('is what is rendered now: $name', async (golden) => {
    const text = goldenText(await rendered(golden));
    expect(text, `test/golden/${golden.name}.yaml is not what is rendered now. ${remedy}`).toBe(
      readGolden(golden.name),
    );
  });

  it('has a case that it is for, and every case has one', () => {
    const names = filedCases.map(({ name }) => name);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(goldenFiles(), `test/golden has files that no case needs, or lacks some. ${remedy}`).toEqual(
      names.toSorted(),
    );
  });
});

it('every case without a file has one that shows the same', () => {
  const filed = new Set(filedCases.map(({ name }) => name));
  const others = cases.flatMap(({ sameAs }) => sameAs ?? []);
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter((name) => !filed.has(name))).toEqual([]);
});

describe('what a claim becomes', () => {
  it.for(cases)('is composed unless that is unsafe: $name', async (golden) => {
    const { results, composed } = await rendered(golden);
    expect(results.map(({ severity }) => severity)).toEqual(golden.isFatal ? ['Fatal'] : []);
    if (golden.isFatal) expect(composed).toEqual([]);
  });

  it.for(successful)('has no field that its kind does not have: $name', async (golden) => {
    const { composed } = await rendered(golden);
    const issues = [...composed, ...composed.flatMap(wrapped)].flatMap((object) =>
      strictIssues(object).map(({ path, message }) => `${object.kind} ${path}: ${message}`),
    );
    expect(issues).toEqual([]);
  });

  it.for(cases)('holds secret values in Secrets only: $name', async (golden) => {
    const { xr, composed, results } = await rendered(golden);
    const elsewhere = JSON.stringify([xr, results, composed.filter((object) => !isSecret(object))]);
    const words = elsewhere.match(/[\w+/=-]{8,}/g) ?? [];
    const decoded = words.map((word) => Buffer.from(word, 'base64').toString());
    expect([elsewhere, ...decoded].filter((text) => text.includes(fakeMark))).toEqual([]);
  });

  it('has the secret values, so that the search above could find some', () => {
    const documents = parseAllDocuments(readGolden('database/local-ready')).map(
      (document) => document.toJS() as KubernetesObject,
    );
    const secret = documents.find(isSecret);
    const values = Object.values((secret?.['data'] ?? {}) as Record<string, string>);
    expect(values.some((value) => Buffer.from(value, 'base64').toString().includes(fakeMark))).toBe(true);
  });
});

describe('a claim that is ready', () => {
  it.for(successful.filter(({ state }) => state === 'ready'))('stays as it is: $name', async (golden) => {
    const settled = await situationOf({ ...golden, state: 'settled' });
    const { xr, composed } = renderSituation(settled);
    expect(xr['status']).toEqual((await rendered(golden)).xr['status']);
    expect(composed).toEqual((await rendered(golden)).composed);
  });

  it.for(['local', 'incluster', 'aws'])('is rebuilt from what exists when its status is lost: %s', (target) => {
    expect(readGolden(`database/${target}-restored`)).toBe(readGolden(`database/${target}-ready`));
  });
});
