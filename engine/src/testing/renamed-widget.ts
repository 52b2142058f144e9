/** The next release of the toy API's cloud target: its keys have better names, and claims that exist keep theirs. */
import { main, moved, perItem, type Refactoring, resource } from '../authoring/index.ts';
import { cloud, Gear, Login, record, Sticker, stickers, target, widgetPlanner } from './widget.ts';

/** How the keys of the target are called now, by their former names. */
export const renamings = { gear: 'wheel', login: 'account', sticker: 'decal' } as const;

/** Says of every key that it moved. */
export const allMoved = [moved('gear', 'wheel'), moved('login', 'account'), moved('sticker', 'decal')] as const;

/** The target with its new keys. `refactored` says what became of the former ones. */
export const renamedCloud = (refactored: readonly Refactoring[] = allMoved) =>
  target(
    widgetPlanner,
    {
      environment: ['cloud'],
      ignores: cloud.ignores,
      resources: { wheel: main(Gear), account: resource(Login, { after: ['wheel'] }), decal: perItem(Sticker) },
      refactored,
      secrets: { login: 'account' },
      record: { ...record, recover: ({ wheel }) => record.recover({ gear: wheel }) },
    },
    ({ plan, record: { identity, version, teeth }, environment: { cloud: place }, observed, secrets, name }) => {
      const { address, port } = observed.wheel?.status ?? {};
      const { username, password } = secrets.login;
      return {
        resources: {
          wheel: Gear({ spec: { version, teeth, identity, region: place.region } }),
          account: Login({ spec: { gear: name('wheel') } }),
          decal: stickers(plan.stickers),
        },
        secret: { host: address, port: port?.toString(), username, password },
        status: { endpoint: address && `${address}:${port}` },
      };
    },
  );
