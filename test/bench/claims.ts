/** Generates valid Database claims, no two of them equal. */

/** YAML documents, each a different claim. */
export function* claimTexts(count: number): Generator<string> {
  const sizes = ['small', 'medium', 'large'];
  const versions = ['15', '16', '17', '18'];
  for (let index = 0; index < count; index += 1) {
    const secret =
      index % 3 === 0 ? `  connectionSecret:\n    name: login-${index}\n    keyAliases:\n      PGHOST: host\n` : '';
    const advanced = index % 5 === 0 ? `  advanced:\n    maxConnections: ${100 + (index % 200)}\n` : '';
    yield `apiVersion: platform.example.org/v1alpha1
kind: Database
metadata:
  name: orders-${index}
  namespace: team-${index % 40}
spec:
  version: '${versions[index % versions.length]}'
  size: ${sizes[index % sizes.length]}
  storageGB: ${10 + (index % 90)}
${secret}${advanced}`;
  }
}
