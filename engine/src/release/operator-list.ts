/** The list of operators in the install bundle of a target: what `operators.yaml` holds, and what reads it. */
import { UserError } from '../errors.ts';
import { readYaml } from '../yaml/index.ts';

/** The file of the list, in the bundle of a target. */
export const operatorListFile = 'operators.yaml';

/** An operator as the bundle of a target lists it. */
export interface Operator {
  readonly name: string;
  readonly version: string;
  readonly groups: readonly string[];
  /** How it is installed; nobody here knows if there is no chart. */
  readonly namespace?: string;
  readonly chart?: Chart;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A Helm chart in a registry. */
export interface Chart {
  readonly image: string;
  readonly version: string;
  /** `unresolved` if the lock has none. */
  readonly digest: string;
}

/** An operator that a chart installs. */
export type Charted = Operator & Required<Pick<Operator, 'namespace' | 'chart'>>;

/** The media types of the layer with a chart: of today's charts, and of very old ones (helm v4.3.2 pkg/registry/constants.go). */
export const chartTypes = ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'application/tar+gzip'] as const;

/** The operators in the text of a list. Throws a `UserError` with this hint if the text of the file, shown by its path, is none. */
export function readOperators(text: string, shown: string, hint: string): readonly Operator[] {
  const [document] = readYaml(text).documents;
  const listed: unknown = document !== undefined && 'value' in document ? document.value : undefined;
  const { operators } = Object(listed) as { readonly operators?: unknown };
  if (Array.isArray(operators) && operators.every(isOperator)) return operators;
  throw new UserError(`${shown} lists no operators`, { hint });
}

/** Whether a chart installs the operator. */
export function isCharted(operator: Operator): operator is Charted {
  return operator.chart !== undefined && operator.namespace !== undefined;
}

/** Whether the lock says which bytes the chart has. */
export function isByDigest({ chart: { digest } }: Charted): boolean {
  return digest.startsWith('sha256:');
}

/** Whether it is what a build writes. */
function isOperator(value: unknown): value is Operator {
  const { name, version, groups, namespace = '', chart, values = {} } = Object(value) as Record<string, unknown>;
  const { image, version: tag, digest } = Object(chart) as Record<string, unknown>;
  const areTexts = (...all: readonly unknown[]) => all.every((each) => typeof each === 'string');
  const isWhole = areTexts(name, version, namespace) && Array.isArray(groups) && areTexts(...(groups as unknown[]));
  return isWhole && (chart === undefined || areTexts(image, tag, digest)) && Object(values) === values;
}
