/** Days of the calendar, as `2027-01-31`: no clock, and no time zone but UTC. */

/** Whether the calendar has the day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = timeOf(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** How many days the second day is after the first one; negative if it is before. */
export function daysBetween(from: string, to: string): number {
  return (timeOf(to) - timeOf(from)) / 86_400_000;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
