/** What becomes of the chart of an operator that gets another version. */
import { UserError } from '../errors.ts';
import { type Lock, lockFile, type Pin } from '../lock/index.ts';
import { bare, likeThat, versionIn } from './tag.ts';

/** The chart that installs an operator. */
export interface BumpedChart {
  readonly pin: Pin;
  /** That of the pin if the chart stays. */
  readonly version: string;
  /** What becomes of it, in one sentence without a full stop. */
  readonly says: string;
}

/** An operator, or a provider, and the version that it gets. */
interface BumpedPin {
  readonly section: 'providers' | 'operators';
  readonly pin: Pin;
  readonly version: string;
}

/**
 * The chart of the lock that has the operator's name, with the version that it is `given`. Without one, a chart that had the operator's version keeps to it, and
 * any other stays: a chart counts for itself, and only its `appVersion` is that of the operator (https://helm.sh/docs/topics/charts/#the-appversion-field).
 * Throws a `UserError` if a version is given, and the lock has no such chart.
 */
export function bumpedChart({ charts }: Lock, bumped: BumpedPin, given?: string): BumpedChart | undefined {
  const { section, pin: own, version } = bumped;
  const pin = section === 'operators' ? charts.find(({ name }) => name === own.name) : undefined;
  if (pin === undefined) {
    if (given === undefined) return undefined;
    throw new UserError(`${lockFile} has no chart ${own.name}`, {
      hint:
        section === 'operators' ? 'add it to charts, or leave out --chart' : 'leave out --chart: a provider has none',
    });
  }
  if (given !== undefined) {
    const next = likeThat(versionIn(given, `the chart ${pin.name} on the command line`), pin.version);
    return { pin, version: next, says: `the chart ${pin.name} goes from ${pin.version} to ${next}` };
  }
  if (bare(pin.version) !== bare(own.version)) {
    const says = `the chart ${pin.name} stays at ${pin.version}, since it counts for itself: say with --chart which one installs ${version}`;
    return { pin, version: pin.version, says };
  }
  const next = likeThat(version, pin.version);
  return {
    pin,
    version: next,
    says: `the chart ${pin.name} goes from ${pin.version} to ${next}, as it had the version of its operator`,
  };
}
