import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { defaultOptions, helpText, readOptions } from './options.ts';

describe('the options of a server', () => {
  const read = [
    { argv: [], env: {}, options: {}, reason: 'nothing is needed in a Function pod' },
    { argv: ['--help', '--insecure'], env: {}, options: 'help', reason: '--help overrides other flags' },
    { argv: ['--insecure'], env: {}, options: { insecure: true }, reason: 'plaintext has a flag' },
    {
      argv: [],
      env: { TLS_SERVER_CERTS_DIR: '/certs', MAX_RECV_MESSAGE_SIZE: '8' },
      options: { tlsServerCertsDir: '/certs', maxRecvMessageSize: 8 },
      reason: 'Crossplane sets the folder by environment variable',
    },
    {
      argv: ['--tls-server-certs-dir', '/flag', '--max-recv-message-size=0.5', '--drain-timeout=2'],
      env: { TLS_SERVER_CERTS_DIR: '/certs', MAX_RECV_MESSAGE_SIZE: '8' },
      options: { tlsServerCertsDir: '/flag', maxRecvMessageSize: 0.5, drainTimeout: 2 },
      reason: 'a flag overrides a variable',
    },
    {
      argv: ['--address=:9443', '--health-address', 'off'],
      env: {},
      options: { address: ':9443', healthAddress: 'off' },
      reason: 'ports are configurable',
    },
  ];
  for (const { argv, env, options, reason } of read) {
    it(`are read: ${reason}`, () => {
      const expected = typeof options === 'string' ? options : { ...defaultOptions, ...options };
      expect(readOptions(argv, env)).toEqual(expected);
    });
  }

  const refused = [
    { argv: ['--bogus'], env: {}, says: /--bogus/, reason: 'an unknown flag is a typing error' },
    { argv: ['extra'], env: {}, says: /extra/, reason: 'there are no arguments' },
    { argv: ['--insecure=yes'], env: {}, says: /--insecure/, reason: 'a switch takes no value' },
    {
      argv: ['--tls-server-certs-dir='],
      env: {},
      says: /--tls-server-certs-dir is empty/,
      reason: 'an empty folder does not mean plaintext',
    },
    {
      argv: [],
      env: { TLS_SERVER_CERTS_DIR: '' },
      says: /TLS_SERVER_CERTS_DIR is empty/,
      reason: 'an empty variable does not either',
    },
    { argv: ['--max-recv-message-size=big'], env: {}, says: /is "big"/, reason: 'a size is a number' },
    { argv: ['--drain-timeout=0'], env: {}, says: /is "0"/, reason: 'calls need some time' },
  ];
  for (const { argv, env, says, reason } of refused) {
    it(`are refused: ${reason}`, () => {
      expect(() => readOptions(argv, env)).toThrow(UserError);
      expect(() => readOptions(argv, env)).toThrow(says);
    });
  }

  it('are all listed by --help', () => {
    const flags = [
      'address',
      'tls-server-certs-dir',
      'insecure',
      'health-address',
      'max-recv-message-size',
      'drain-timeout',
    ];
    for (const flag of flags) expect(helpText).toContain(`--${flag} `);
  });
});
