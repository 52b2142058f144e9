/** ResiliencyPolicy: the decisions for a claim, the same on every target. */
import { type presets, resiliencyPolicy } from '../../apis/resiliency-policy.ts';
import { planner } from '../bind.ts';
import { linksFor } from '../grants/links.ts';

/** How failed calls are tried again. */
export interface Patience {
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** A pause of its own length before each retry, or one that grows up to a longest. */
  readonly pause:
    | { readonly policy: 'constant'; readonly duration: string }
    | { readonly policy: 'exponential'; readonly maxInterval: string };
  /** Failures in a row after which calls are refused at once, and for how long. */
  readonly breaksAfter: number;
  readonly mendsAfterSeconds: number;
}

/** The presets: the one table to review. */
const table: Readonly<Record<(typeof presets)[number], Patience>> = {
  quick: {
    timeoutSeconds: 2,
    retries: 2,
    pause: { policy: 'constant', duration: '200ms' },
    breaksAfter: 5,
    mendsAfterSeconds: 10,
  },
  standard: {
    timeoutSeconds: 10,
    retries: 3,
    pause: { policy: 'exponential', maxInterval: '5s' },
    breaksAfter: 5,
    mendsAfterSeconds: 30,
  },
  patient: {
    timeoutSeconds: 60,
    retries: 10,
    pause: { policy: 'exponential', maxInterval: '30s' },
    breaksAfter: 10,
    mendsAfterSeconds: 60,
  },
};

export const resiliencyPolicyPlanner = planner(resiliencyPolicy, ({ claim, spec, environment }) => {
  const preset = table[spec.preset];
  const patience: Patience = {
    ...preset,
    timeoutSeconds: spec.timeoutSeconds ?? preset.timeoutSeconds,
    retries: spec.retries ?? preset.retries,
  };
  return { patience, links: linksFor(claim, environment), spec, record: {} };
});
