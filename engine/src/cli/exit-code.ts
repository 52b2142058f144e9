/** The exit code of a command line: 0 fine, 1 findings, 2 wrong use or unusable input, 70 a bug. */
export type ExitCode = 0 | 1 | 2 | 70;
