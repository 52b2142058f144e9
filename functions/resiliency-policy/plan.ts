/** ResiliencyPolicy: the decisions for a claim, the same on every target. */
import { type presets, resiliencyPolicy } from '../../apis/resiliency-policy.ts';
import { planner } from '../bind.ts';
import { linksFor } from '../grants/links.ts';

/** The settings for calls that fail or take too long. */
export interface CallSettings {
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** A constant pause before each retry, or one that grows up to a maximum. */
  readonly pause:
    | { readonly policy: 'constant'; readonly duration: string }
    | { readonly policy: 'exponential'; readonly maxInterval: string };
  /** Failures in a row after which calls are refused at once. */
  readonly breaksAfter: number;
  /** Seconds for which they are refused. */
  readonly mendsAfterSeconds: number;
}

/** The presets: the one table to review. */
const presetSettings: Readonly<Record<(typeof presets)[number], CallSettings>> = {
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
  const preset = presetSettings[spec.preset];
  const settings: CallSettings = {
    ...preset,
    timeoutSeconds: spec.timeoutSeconds ?? preset.timeoutSeconds,
    retries: spec.retries ?? preset.retries,
  };
  return { settings, links: linksFor(claim, environment), spec, record: {} };
});
