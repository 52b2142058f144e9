/** Where the kit of a platform lives in its registry. */

/** The repository below the platform's registry. */
export function kitRepository(platform: string): string {
  return `${platform}-kit`;
}
