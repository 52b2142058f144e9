/** The real yaml-language-server, as an editor talks to it: over stdio, with claims as open documents. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface Completion {
  readonly label: string;
  readonly insertText: string;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

const require = createRequire(import.meta.url);
const program = require.resolve('yaml-language-server/bin/yaml-language-server');

/** Starts the server with the settings that a person writes under `yaml` in an editor that shows the folder; it ends with `close`. */
export async function languageServer(settings: object, folder?: string) {
  const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = new Map<number, (result: unknown) => void>();
  const diagnoses = new Map<string, (messages: string[]) => void>();
  let last = 0;

  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const ask = (method: string, params: object) =>
    new Promise<unknown>((resolve) => {
      answers.set(++last, resolve);
      send({ id: last, method, params });
    });
  const receive = ({ id, method, params, result }: Message) => {
    if (method === undefined) answers.get(id!)?.(result);
    else if (method === 'workspace/configuration') {
      const { items } = params as { items: readonly { section: string }[] };
      send({ id, result: items.map(({ section }) => (section === 'yaml' ? settings : null)) });
    } else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly { message: string }[] };
      diagnoses.get(uri)?.(diagnostics.map(({ message }) => message));
    } else if (id !== undefined) send({ id, result: null });
  };
  readMessages(server.stdout, receive);

  const capabilities = {
    workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
    textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } } },
  };
  const rootUri = folder === undefined ? null : pathToFileURL(folder).href;
  await ask('initialize', { processId: process.pid, rootUri, capabilities });
  send({ method: 'initialized', params: {} });
  send({ method: 'workspace/didChangeConfiguration', params: { settings: {} } });

  let opened = 0;
  /** Opens a document under the name; `errors` are what the server marks in it. */
  function open(name: string, text: string) {
    const uri = `file:///work-${++opened}/${name}`;
    const errors = new Promise<string[]>((resolve) => diagnoses.set(uri, resolve));
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
    const at = (position: Position) => ({ textDocument: { uri }, position });
    return {
      errors,
      async complete(position: Position): Promise<readonly Completion[]> {
        const list = (await ask('textDocument/completion', at(position))) as { items: readonly Completion[] };
        return list.items;
      },
      async hover(position: Position): Promise<string> {
        const answer = (await ask('textDocument/hover', at(position))) as { contents: { value: string } } | null;
        return answer?.contents.value ?? '';
      },
    };
  }

  return {
    open,
    async close() {
      server.kill();
      await once(server, 'exit');
    },
  };
}

/** Calls back with each message of the stream, each preceded by its length. */
function readMessages(stream: NodeJS.ReadableStream, receive: (message: Message) => void): void {
  let buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1]);
      if (buffer.length < end + 4 + length) return;
      const text = buffer.toString('utf8', end + 4, end + 4 + length);
      buffer = buffer.subarray(end + 4 + length);
      receive(JSON.parse(text) as Message);
    }
  });
}
