/** Formats as regular expressions, for readers of schemas that know no formats of Kubernetes: editors, and admission policies. */
import type { StringFormat } from '../node.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const hex = (count: number) => `[0-9a-fA-F]{${count}}`;
const byte = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** The formats of which a regular expression says all but the length. JavaScript and Go read them alike. */
export const formatPatterns: { readonly [Format in StringFormat]?: string } = {
  ipv4: `^(${byte}\\.){3}${byte}$`,
  'k8s-long-name': `^${label}(\\.${label})*$`,
  'k8s-short-name': `^${label}$`,
  uuid: `^${hex(8)}-?${hex(4)}-?${hex(4)}-?${hex(4)}-?${hex(12)}$`,
};
