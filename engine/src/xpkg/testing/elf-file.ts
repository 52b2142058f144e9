/** A Linux program of a few hundred bytes, for tests, that names its loader and libraries but has no code. */
import type { Architecture } from '../image.ts';

/** An ELF file with the layout of a linker and without code. */
export function elfFile({
  architecture,
  interpreter,
  needed,
}: {
  readonly architecture: Architecture | 'riscv64';
  readonly interpreter?: string;
  readonly needed: readonly string[];
}): Uint8Array<ArrayBuffer> {
  const strings = Buffer.from(`\0${[interpreter ?? '', ...needed].join('\0')}\0`);
  const offsetOf = (text: string) => strings.indexOf(`\0${text}\0`) + 1;
  const headers = 64 + 3 * 56;
  const dynamic: [bigint, number][] = [
    ...needed.map((name): [bigint, number] => [1n, offsetOf(name)]),
    [5n, loadedAt + headers],
    [0n, 0],
  ];
  const dynamicAt = headers + strings.length;
  const file = Buffer.alloc(dynamicAt + dynamic.length * 16);
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  file.writeUInt16LE(3, 16);
  file.writeUInt16LE({ amd64: 62, arm64: 183, riscv64: 243 }[architecture], 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(3, 56);
  const segment = (index: number, type: number, offset: number, size: number) => {
    const at = 64 + index * 56;
    file.writeUInt32LE(type, at);
    file.writeBigUInt64LE(BigInt(offset), at + 8);
    file.writeBigUInt64LE(BigInt(loadedAt + offset), at + 16);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  };
  segment(0, 1, 0, file.length);
  segment(1, 2, dynamicAt, dynamic.length * 16);
  if (interpreter !== undefined) segment(2, 3, headers + offsetOf(interpreter), interpreter.length + 1);
  strings.copy(file, headers);
  for (const [index, [tag, value]] of dynamic.entries()) {
    file.writeBigInt64LE(tag, dynamicAt + index * 16);
    file.writeBigUInt64LE(BigInt(value), dynamicAt + index * 16 + 8);
  }
  return new Uint8Array(file);
}

/** The address at which the loader maps the file, so that addresses differ from offsets. */
const loadedAt = 0x400000;
