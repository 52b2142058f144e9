/** The contract of a release: all that it promises to those who write claims, read their results, or run its clusters. */
export { contractOf } from './contract/of-platform.ts';
export { compareContracts } from './contract/platform-findings.ts';
export { readContract } from './contract/read.ts';
export type { ApiContract, Contract, PackageContract, Reading, TargetContract } from './contract/contract.ts';
