import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { GOLDEN_ENDS, GOLDEN_KEY, GOLDEN_PACKETS } from '../../support/helper/golden-packets.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { PathBench } from '../../unit/helper/encapsulated/path-bench.ts';
import { OWN } from '../../unit/helper/probe/bench.ts';

const BUILDER = fileURLToPath(new URL('../../support/helper/packets.py', import.meta.url));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the golden bytes are what an independent program makes of the same facts', () => {
  const facts = GOLDEN_PACKETS.map(({ family, via, inner, end, ttl, size }) => ({
    ...{ ...GOLDEN_ENDS[family], via, inner, end, ttl, size },
    ...{ ...GOLDEN_KEY, token: hexOf(GOLDEN_KEY.token) },
  }));
  const made: unknown = JSON.parse(
    execFileSync('python3', ['-B', BUILDER], { input: JSON.stringify(facts), encoding: 'utf8' }),
  );
  expect(made).toEqual(GOLDEN_PACKETS.map(({ bytes }) => hexOf(bytes)));
});

/** LINKTYPE_RAW: each record begins with its IP header. */
const RAW_IP = 101;

/** A capture file as tcpdump writes it; the times do not matter. */
function captureOf(packets: readonly Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2_c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(0xffff, 16);
  head.writeUInt32LE(RAW_IP, 20);
  const records = packets.map((packet) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet]);
  });
  return Buffer.concat([head, ...records]);
}

const FIELDS = {
  4: ['ip.src', 'ip.dst', 'ip.len', 'ip.ttl', 'ip.proto', 'ip.id', 'ip.flags.df', 'ip.checksum.status'],
  6: ['ipv6.src', 'ipv6.dst', 'ipv6.plen', 'ipv6.hlim', 'ipv6.nxt', 'ipv6.flow'],
} as const;
const MESSAGE = {
  4: ['icmp.type', 'icmp.code', 'icmp.checksum.status', 'icmp.ident', 'icmp.seq', 'data.len'],
  6: [
    'icmpv6.type',
    'icmpv6.code',
    'icmpv6.checksum.status',
    'icmpv6.echo.identifier',
    'icmpv6.echo.sequence_number',
    'data.len',
  ],
} as const;
/** For a checksum that was computed, and is right. */
const GOOD = '1';
const EXTRAS = ['_ws.malformed', 'frame.protocols'];

type Dissected = Readonly<Record<string, readonly string[]>>;

/** Which numbers are shown as hex, and with how many digits, differs between versions. */
const plain = (value: string): string => (/^0x[0-9a-f]+$/.test(value) ? String(Number(value)) : value);

/** What tshark sees in each packet: of each field a value for each header, outermost first. */
function dissect(family: 4 | 6, packets: readonly Uint8Array[]): readonly Dissected[] {
  const file = join(temporaryFolder(), 'packets.pcap');
  writeFileSync(file, captureOf(packets));
  const fields = [...FIELDS[family], ...MESSAGE[family], ...EXTRAS];
  const shape = ['-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=;'];
  const args = ['-n', '-r', file, '-o', 'ip.check_checksum:TRUE', ...shape];
  const text = execFileSync('tshark', [...args, ...fields.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const rows = text.split('\n').filter((row) => row !== '');
  return rows.map((row) => {
    const values = row.split('\t').map((value) => (value === '' ? [] : value.split(';').map(plain)));
    return Object.fromEntries(fields.map((field, at) => [field, values[at] ?? []]));
  });
}

interface Facts {
  readonly family: 4 | 6;
  readonly own: string;
  readonly path: readonly string[];
  readonly via: readonly number[];
  readonly inner: 'echo-request' | 'echo-reply';
  readonly end: number | null;
  readonly ttl: number;
  readonly bytes: Uint8Array;
}

/** What has to be seen of it, by the rules of IP-in-IP alone. */
function expected({ family, own, path, via, inner, end, ttl, bytes }: Facts): Dissected {
  const far = end === null ? own : (path[end] ?? '');
  const isRequest = inner === 'echo-request';
  const layers = via.map((_, layer) => layer);
  const all = [...layers, via.length];
  const header = family === 4 ? 20 : 40;
  const ends = {
    sources: [...layers.map(() => own), isRequest ? own : far],
    destinations: [...via.map((place) => path[place] ?? ''), isRequest ? far : own],
    ttls: [...layers.map(() => '64'), String(ttl)],
  };
  const dataBytes = bytes.length - all.length * header - 8;
  if (family === 6) {
    return {
      'ipv6.src': ends.sources,
      'ipv6.dst': ends.destinations,
      'ipv6.plen': all.map((layer) => String(bytes.length - (layer + 1) * header)),
      'ipv6.hlim': ends.ttls,
      'ipv6.nxt': [...layers.map(() => '41'), '58'],
      'ipv6.flow': all.map(() => String(0xf_a000)),
      'icmpv6.type': [isRequest ? '128' : '129'],
      'icmpv6.code': ['0'],
      'icmpv6.checksum.status': [GOOD],
      'icmpv6.echo.identifier': ['65280'],
      'data.len': [String(dataBytes)],
    };
  }
  return {
    'ip.src': ends.sources,
    'ip.dst': ends.destinations,
    'ip.len': all.map((layer) => String(bytes.length - layer * header)),
    'ip.ttl': ends.ttls,
    'ip.proto': [...layers.map(() => '4'), '1'],
    'ip.flags.df': all.map(() => '1'),
    'ip.checksum.status': all.map(() => GOOD),
    'icmp.type': [isRequest ? '8' : '0'],
    'icmp.code': ['0'],
    'icmp.checksum.status': [GOOD],
    'icmp.ident': ['65280'],
    'data.len': [String(dataBytes)],
  };
}

function compare(family: 4 | 6, facts: readonly Facts[]): readonly Dissected[] {
  const seen = dissect(
    family,
    facts.map(({ bytes }) => bytes),
  );
  expect(seen).toMatchObject(facts.map((one) => ({ ...expected(one), '_ws.malformed': [] })));
  return seen;
}

describe.each([4, 6] as const)('tshark reads IPv%i', (family) => {
  test('every kind of packet: nested headers, lengths and checksums are valid', () => {
    const facts = GOLDEN_PACKETS.filter((packet) => packet.family === family).map((packet) => ({
      ...packet,
      ...GOLDEN_ENDS[family],
    }));
    expect(facts).toHaveLength(6);
    const seen = compare(family, facts);
    const sequence = family === 4 ? 'icmp.seq' : 'icmpv6.echo.sequence_number';
    expect(new Set(seen.flatMap((packet) => packet[sequence]))).toEqual(
      new Set([String(GOLDEN_KEY.sequence)]),
    );
    if (family === 4)
      expect(new Set(seen.flatMap((packet) => packet['ip.id']))).toEqual(
        new Set([String(GOLDEN_KEY.identification)]),
      );
  });

  test('the longest boomerang, and a packet of full size, as the helper sends them', () => {
    const bench = new PathBench();
    const path = Array.from({ length: family === 4 ? 36 : 18 }, (_, nth) =>
      family === 4 ? `203.0.113.${nth + 1}` : `2001:db8:2::${(nth + 1).toString(16)}`,
    );
    const out = path.map((_, place) => place);
    const ways = [
      { via: [...out, ...out.slice(0, -1).toReversed()], inner: 'echo-reply', end: null, ttl: 64, size: 0 },
      { via: [3], inner: 'echo-reply', end: 4, ttl: 30, size: 1500 },
    ] as const;
    const open = bench.opened(path);
    const facts = ways.map((way) => {
      const { bytes } = bench.encapsulated(family, { path: open, ...way }).packet;
      return { family, own: OWN[family], path, ...way, bytes };
    });
    compare(family, facts);
  });
});
