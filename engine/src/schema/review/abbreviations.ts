/** Abbreviations in field names, which Kubernetes writes in capitals: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md */
import type { Issue } from '../../errors.ts';
import { child } from '../field-path.ts';
import type { Node } from '../node.ts';

const known: ReadonlySet<string> = new Set(
  'ACL API ARN AWS CA CIDR CPU DB DNS FQDN GB GCP HTTP HTTPS ID IO IP JDBC JSON KB KMS MB MTU OS PVC RAM SKU SQL SSD SSH SSL TB TCP TLS TTL UDP UID URI URL UUID VM VPC XML YAML'.split(
    ' ',
  ),
);

/** An issue for each field with an abbreviation in mixed case, such as `storageGb`; at the start of a name it is in lower case. */
export function abbreviationIssues(node: Node, path: string): Issue[] {
  switch (node.kind) {
    case 'object':
      return Object.entries(node.fields).flatMap(([name, field]) => {
        const cased = name.replace(/(?<=[a-z0-9])[A-Z][a-z]+(?![a-z])/g, (word) =>
          known.has(word.toUpperCase()) ? word.toUpperCase() : word,
        );
        const message = `field name "${name}" should be "${cased}", as Kubernetes writes abbreviations`;
        return [...(cased === name ? [] : [{ path, message }]), ...abbreviationIssues(field, child(path, name))];
      });
    case 'map':
      return abbreviationIssues(node.values, `${path}[*]`);
    case 'array':
      return abbreviationIssues(node.items, `${path}[]`);
    default:
      return [];
  }
}
