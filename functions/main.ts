/** The process in the function's image: the one impure file of the functions. */
import { main } from 'planesmith/serve';
import { functions } from './index.ts';

process.exit(await main(functions));
