/** The process in the function's image: the one impure file of the functions. */
import { main } from 'planesmith/serve';

process.exit(await main({ load: () => import('./index.ts') }));
