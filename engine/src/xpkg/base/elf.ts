/** Reads the processor, the loader and the needed libraries of a Linux program. */
import type { Architecture } from '../image.ts';

/** The head of an ELF file. */
interface Elf {
  /** Undefined for a processor for which no image is built. */
  readonly architecture: Architecture | undefined;
  /** The absolute path of the dynamic loader; undefined for a library. */
  readonly interpreter: string | undefined;
  /** The names of the libraries that the loader must find (DT_NEEDED). */
  readonly needed: readonly string[];
}

const machines: Readonly<Record<number, Architecture>> = { 62: 'amd64', 183: 'arm64' };
const segmentLoad = 1;
const segmentDynamic = 2;
const segmentInterpreter = 3;
const tagNeeded = 1n;
const tagStringTable = 5n;

/** The head of a 64-bit little-endian ELF file, or undefined for any other file (System V ABI, object files). */
export function readElf(content: Uint8Array): Elf | undefined {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (file.length < 64 || file.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return undefined;
  const segments = segmentsOf(file);
  const interpreter = segments.find(({ type }) => type === segmentInterpreter);
  return {
    architecture: machines[file.readUInt16LE(18)],
    interpreter: interpreter && textAt(file, interpreter.offset),
    needed: neededBy(file, segments),
  };
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function segmentsOf(file: Buffer): Segment[] {
  const table = Number(file.readBigUInt64LE(32));
  const entrySize = file.readUInt16LE(54);
  return Array.from({ length: file.readUInt16LE(56) }, (_, index) => {
    const entry = table + index * entrySize;
    return {
      type: file.readUInt32LE(entry),
      offset: Number(file.readBigUInt64LE(entry + 8)),
      address: Number(file.readBigUInt64LE(entry + 16)),
      size: Number(file.readBigUInt64LE(entry + 32)),
    };
  });
}

function neededBy(file: Buffer, segments: readonly Segment[]): string[] {
  const dynamic = segments.find(({ type }) => type === segmentDynamic);
  if (dynamic === undefined) return [];
  const tags = Array.from({ length: Math.floor(dynamic.size / 16) }, (_, index) => ({
    tag: file.readBigInt64LE(dynamic.offset + index * 16),
    value: Number(file.readBigUInt64LE(dynamic.offset + index * 16 + 8)),
  }));
  const address = tags.find(({ tag }) => tag === tagStringTable)?.value ?? 0;
  const segment = segments.find(
    (candidate) =>
      candidate.type === segmentLoad && address >= candidate.address && address < candidate.address + candidate.size,
  );
  if (segment === undefined) return [];
  const strings = segment.offset + address - segment.address;
  return tags.filter(({ tag }) => tag === tagNeeded).map(({ value }) => textAt(file, strings + value));
}

function textAt(file: Buffer, offset: number): string {
  return file.toString('latin1', offset, file.indexOf(0, offset));
}
