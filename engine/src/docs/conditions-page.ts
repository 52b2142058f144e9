/** The page on conditions, in Markdown: what a claim says about itself, and who must act. */
import { type Reason, reasons } from '../authoring/reasons.ts';
import type { AnyApi } from '../schema/index.ts';
import { block, code, table } from './markdown.ts';

/** The reasons of `Provisioned` as a table: all, or those that `chosen` accepts. */
export function reasonTable(chosen: (reason: Reason) => boolean = () => true): string {
  const rows = Object.entries<Reason>(reasons).filter(([, reason]) => chosen(reason));
  return table(
    ['reason', '`Provisioned`', 'who acts', 'what it means'],
    rows.map(([name, { status, means, acts }]) => [code(name), status, acts, means]),
  );
}

/** The page, with commands for the claims of one API. */
export function conditionsPage({ singular, scope }: AnyApi): string {
  const claim = `${singular} <name>${scope === 'Namespaced' ? ' -n <namespace>' : ''}`;
  const sections = [
    '# What a claim says about itself',
    'A claim reports everything that happens to it in its conditions. Look there first:',
    block('sh', `kubectl get ${claim}\nkubectl describe ${claim}\nkubectl wait --for=condition=Ready ${claim}`),
    '## Why it is not ready',
    '`Ready` is true when everything that the claim becomes is ready and its Secret has every key. If it is not ready, `Provisioned` says why:',
    reasonTable(),
    'No reason in this table deletes anything that exists. Claims recover without help once the cause is gone.',
    '## Other conditions',
    table(
      ['condition', 'who acts', 'what it means'],
      [
        [
          code('PlatformCapable'),
          'the platform team',
          'Whether the cluster has all that the claim needs. `False` with the reason `EnvironmentIncomplete` if its environment lacks facts, and with ' +
            '`KindsMissing` if it lacks kinds of resources, which the message names. `Unknown` with `KindsUnknown` if Crossplane cannot tell (before v2.2).',
        ],
        [
          code('Synced'),
          'the platform team',
          "Crossplane's own. `False` says why there is no answer from the platform's function, or why a part cannot be composed.",
        ],
        [
          code('Responsive'),
          'nobody; the platform team if it comes back',
          "Crossplane's own. `WatchCircuitOpen` means that its parts changed so often that Crossplane looks only twice a minute for a while.",
        ],
      ],
    ),
    '`Unknown` with the reason `FatalError` is a condition that the last answer left out, since the function could not go on: `Provisioned` or `Synced` has the cause.',
  ];
  return `${sections.join('\n\n')}\n`;
}
