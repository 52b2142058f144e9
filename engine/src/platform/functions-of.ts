/** The functions of a platform, loaded. */
import { UserError } from '../errors.ts';
import { loading } from './loading.ts';
import type { Platform } from './platform.ts';
import type { AnyFunctions } from '../authoring/index.ts';

/** Loads the functions; throws a `UserError` where an API or one of its targets has none. */
export async function functionsOf(platform: Pick<Platform, 'apis' | 'functions'>): Promise<AnyFunctions> {
  const { functions } = await loading('the functions', platform.functions);
  for (const [key, api] of Object.entries(platform.apis)) {
    const missing = api.targets.filter((target) => functions?.[key]?.targets[target] === undefined);
    if (missing.length === 0) continue;
    throw new UserError(`the functions lack ${key} for ${missing.join(', ')}`, {
      hint: `export it where the platform's functions are loaded from (functions in planesmith.config.ts), or take the target out of the API`,
    });
  }
  return functions;
}
