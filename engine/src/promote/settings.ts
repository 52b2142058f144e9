/** What a promotion must prove: promotion.yaml of a fleet. */
import { UserError } from '../errors.ts';
import { boolean, defaulted, integer, map, object, optional, type Output, string } from '../schema/index.ts';
import { durationPattern, milliseconds } from './duration.ts';
import { readStrict } from './strict-file.ts';

/** The file, in the folder of a fleet. */
export const settingsFile = 'promotion.yaml';

const alerts = object(
  {
    source: string('A file below the fleet with alerts in JSON, or the http(s) address of an Alertmanager.', {
      minLength: 1,
      maxLength: 2000,
    }),
    match: defaulted(
      map('Only alerts with all of these labels count.', string('Value of the label.', { maxLength: 200 }), {
        maxProperties: 20,
      }),
      {},
    ),
    allowed: defaulted(integer('How many of them may be open.', { minimum: 0, maximum: 1000 }), 0),
    timeoutSeconds: defaulted(integer('How long an address may take to answer.', { minimum: 1, maximum: 300 }), 10),
  },
  { description: 'Where open alerts are asked for, and how many are allowed.' },
);
const minimumAge = string('How long a version runs in the cluster before, such as 30m, 24h or 7d.', {
  pattern: durationPattern,
  maxLength: 10,
});
const smoke = boolean('Whether `planesmith smoke` must have passed in the cluster before.');

const schema = object({
  key: string('The public key in PEM of whoever signs releases, relative to the fleet.', {
    minLength: 1,
    maxLength: 500,
  }),
  minimumAge,
  smoke: defaulted(smoke, true),
  alerts,
  clusters: defaulted(
    map(
      'What is different for a promotion to one cluster.',
      object(
        { minimumAge: optional(minimumAge), smoke: optional(smoke), alerts: optional(alerts) },
        { description: 'Each field replaces the one above.' },
      ),
      { maxProperties: 1000 },
    ),
    {},
  ),
});

/** What one cluster asks for. */
export interface Objectives {
  /** Of the public key, relative to the fleet. */
  readonly key: string;
  /** As written, such as `24h`. */
  readonly minimumAge: string;
  /** The same in milliseconds. */
  readonly minimumAgeMs: number;
  readonly smoke: boolean;
  readonly alerts: Output<typeof alerts>;
}

/** What a promotion to the cluster must prove. Throws a `UserError` for a fleet without promotion.yaml, and for a mistake in it. */
export function readObjectives(fleet: string, cluster: string, clusters: readonly string[]): Objectives {
  const hint =
    'it has `key: <file>`, `minimumAge: 24h` and `alerts: {source: <file or address>, allowed: 0}`; docs/promotion.md has an example';
  const settings = readStrict(fleet, settingsFile, schema, hint);
  if (settings === undefined)
    throw new UserError(`${fleet} has no ${settingsFile}: nothing says what to prove`, { hint });
  const stranger = Object.keys(settings.clusters).find((name) => !clusters.includes(name));
  if (stranger !== undefined) {
    throw new UserError(`${settingsFile}: clusters.${stranger}: the fleet has no such cluster`, {
      hint: `its clusters are ${clusters.join(', ')}`,
    });
  }
  const own = Object.hasOwn(settings.clusters, cluster) ? settings.clusters[cluster] : undefined;
  const age = own?.minimumAge ?? settings.minimumAge;
  return {
    key: settings.key,
    minimumAge: age,
    minimumAgeMs: milliseconds(age),
    smoke: own?.smoke ?? settings.smoke,
    alerts: own?.alerts ?? settings.alerts,
  };
}
