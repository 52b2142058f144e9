/** The golden cases: claims that are rendered, compared with YAML in test/golden and with Crossplane's own render. */
import type { KubernetesObject } from 'planesmith/testing';
import { appCases } from './app.ts';
import { databaseCases } from './database.ts';
import { devNamespaceCases } from './dev-namespace.ts';
import type { Moment } from './situation.ts';
import { standardCases } from './standard.ts';

/** One claim at one moment, and its golden file. */
export interface GoldenCase extends Moment {
  /** The file below test/golden, without its extension. */
  readonly name: string;
  /** The point of the case, for its readers. */
  readonly reason: string;
  /** The golden case that has the same result, so that it needs no file: test/laws/flavours.test.ts proves them equal. */
  readonly sameAs?: string;
  /** The severity of the function's result if it stops the claim, so that nothing is applied. @default no result */
  readonly stops?: 'Fatal' | 'Warning';
}

const special = new Map([...databaseCases, ...devNamespaceCases].map((golden) => [golden.name, golden]));

/** All golden cases of all APIs. A special one replaces the standard one of the same name. */
export const cases: readonly GoldenCase[] = [
  ...standardCases.filter(({ name }) => !special.has(name)),
  ...special.values(),
  ...appCases,
];

/** The cases that have a golden file. */
export const filedCases = cases.filter(({ sameAs }) => sameAs === undefined);

/** The objects of a case that may hold secrets: none but these. */
export function isSecret({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}
