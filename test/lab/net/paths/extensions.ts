/** Objects of ICMP extension structures for `NodeSpec.extensions`, as bytes, written from the RFCs alone. */

/** Length, class and type of an object stand before its payload (RFC 4884, 7.2). */
function object(classNumber: number, type: number, payload: Buffer): Uint8Array {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(4 + payload.length, 0);
  header.writeUInt8(classNumber, 2);
  header.writeUInt8(type, 3);
  return Buffer.concat([header, payload]);
}

export interface StackEntry {
  readonly label: number;
  readonly trafficClass: number;
  readonly ttl: number;
}

/** RFC 4950: the label stack as it came, outermost first; only the last has the bottom-of-stack bit. */
export function mplsStack(entries: readonly StackEntry[]): Uint8Array {
  const payload = Buffer.alloc(4 * entries.length);
  entries.forEach(({ label, trafficClass, ttl }, index) => {
    const bottom = index === entries.length - 1 ? 1 : 0;
    // Multiplied, since a shift by 12 of 20 bits would reach the sign.
    payload.writeUInt32BE(label * 4096 + trafficClass * 512 + bottom * 256 + ttl, 4 * index);
  });
  return object(1, 1, payload);
}

/** What RFC 5837 has as the two highest bits of the type. */
const ROLES = { incoming: 0, 'sub-ip': 1, outgoing: 2, 'next-hop': 3 } as const;

export interface InterfaceTold {
  readonly role: keyof typeof ROLES;
  readonly index?: number;
  readonly ipv4?: string;
  readonly name?: string;
  readonly mtu?: number;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Address family 1 and two reserved bytes stand before the address. */
const addressPart = (ipv4: string): Buffer => Buffer.from([0, 1, 0, 0, ...ipv4.split('.').map(Number)]);

/** Its own length in the first byte; whole words, filled up with zeros. */
function namePart(name: string): Buffer {
  const bytes = Buffer.from(name, 'utf8');
  const part = Buffer.alloc(Math.ceil((bytes.length + 1) / 4) * 4);
  part.writeUInt8(part.length);
  bytes.copy(part, 1);
  return part;
}

/** RFC 5837: the parts stand in the order of their bits in the type. */
export function interfaceInformation({ role, index, ipv4, name, mtu }: InterfaceTold): Uint8Array {
  const parts: readonly (readonly [number, Buffer | null])[] = [
    [0x08, index === undefined ? null : word(index)],
    [0x04, ipv4 === undefined ? null : addressPart(ipv4)],
    [0x02, name === undefined ? null : namePart(name)],
    [0x01, mtu === undefined ? null : word(mtu)],
  ];
  const present = parts.flatMap(([bit, part]) => (part === null ? [] : [{ bit, part }]));
  const type = present.reduce((bits, { bit }) => bits + bit, ROLES[role] * 64);
  return object(2, type, Buffer.concat(present.map(({ part }) => part)));
}
