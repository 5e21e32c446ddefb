import fc from 'fast-check';
import type { InterfaceInformation } from '../../../helper/wire/extension/interface-information.ts';
import type { RawObject } from '../../../helper/wire/extension/object.ts';
import type { IcmpErrorFields } from '../../../helper/wire/icmp-message.ts';
import type { IpLayerEmit } from '../../../helper/wire/ipip.ts';
import type { Ipv4Emit } from '../../../helper/wire/ipv4.ts';
import type { Ipv6Emit } from '../../../helper/wire/ipv6.ts';
import type { Ipv6Extension } from '../../../helper/wire/ipv6-extension.ts';
import type { Ipv4Option } from '../../../helper/wire/option/ipv4-option.ts';
import type { Ipv6Option } from '../../../helper/wire/option/ipv6-option.ts';
import type { TcpOption } from '../../../helper/wire/option/tcp-option.ts';

/** At least the runs of fast-check's default times ten: a case costs microseconds here. */
export const RUNS = { numRuns: 1000 } as const;

export const bits = (count: number) => fc.integer({ min: 0, max: 2 ** count - 1 });
export const byteArray = (minLength: number, maxLength = minLength) =>
  fc.uint8Array({ minLength, maxLength });
export const address4 = byteArray(4);
export const address6 = byteArray(16);
export const payload = byteArray(0, 200);
export const ends = fc.oneof(
  fc.record({ source: address4, destination: address4 }),
  fc.record({ source: address6, destination: address6 }),
);

/** Protocol numbers that end an IPv6 chain and an IP stack. */
export const upperLayer = bits(8).filter((value) => ![0, 4, 41, 43, 44, 60, 135, 139, 140].includes(value));

const route = fc.constantFrom('record-route', 'loose-source-route', 'strict-source-route');
export const ipv4Option: fc.Arbitrary<Ipv4Option> = fc.oneof(
  fc.constant<Ipv4Option>({ option: 'no-operation' }),
  fc.record({ option: route, pointer: bits(8), route: fc.array(address4, { maxLength: 2 }) }),
  fc.record({ option: fc.constant('router-alert' as const), value: bits(16) }),
  fc.record({
    option: fc.constant('unknown' as const),
    type: fc.constantFrom(68, 130, 200),
    data: byteArray(0, 5),
  }),
);
/** Three of the longest fill 33 bytes. */
export const ipv4Options = fc.array(ipv4Option, { maxLength: 3 });

export const tcpOption: fc.Arbitrary<TcpOption> = fc.oneof(
  fc.constant<TcpOption>({ option: 'no-operation' }),
  fc.constant<TcpOption>({ option: 'sack-permitted' }),
  fc.record({ option: fc.constant('mss' as const), size: bits(16) }),
  fc.record({ option: fc.constant('window-scale' as const), shift: bits(8) }),
  fc.record({ option: fc.constant('timestamps' as const), value: bits(32), echo: bits(32) }),
  fc.record({
    option: fc.constant('unknown' as const),
    type: fc.constantFrom(5, 19, 253),
    data: byteArray(0, 8),
  }),
);
export const tcpOptions = fc.array(tcpOption, { maxLength: 4 });

const ipv6Option: fc.Arbitrary<Ipv6Option> = fc.oneof(
  fc.constant<Ipv6Option>({ option: 'pad1' }),
  fc.record({ option: fc.constant('padn' as const), data: byteArray(0, 6) }),
  fc.record({ option: fc.constant('encapsulation-limit' as const), limit: bits(8) }),
  fc.record({
    option: fc.constant('unknown' as const),
    type: fc.constantFrom(5, 194),
    data: byteArray(0, 9),
  }),
);

/** Without a later fragment, which would end the chain. */
export const extension: fc.Arbitrary<Ipv6Extension> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('hop-by-hop' as const, 'destination' as const),
    options: fc.array(ipv6Option, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('routing' as const),
    routingType: bits(8),
    segmentsLeft: bits(8),
    data: fc.constantFrom(4, 12, 20).chain((length) => byteArray(length)),
  }),
  fc.record({
    kind: fc.constant('fragment' as const),
    offset: fc.constant(0),
    moreFragments: fc.boolean(),
    identification: bits(32),
    reserved: bits(10),
  }),
  fc.record({
    kind: fc.constant('other' as const),
    protocol: fc.constantFrom(135, 139, 140),
    data: fc.constantFrom(6, 14).chain((length) => byteArray(length)),
  }),
);

const header4 = {
  trafficClass: bits(8),
  identification: bits(16),
  reservedFlag: fc.boolean(),
  dontFragment: fc.boolean(),
  ttl: bits(8),
  source: address4,
  destination: address4,
};
const header6 = {
  trafficClass: bits(8),
  flowLabel: bits(20),
  hopLimit: bits(8),
  source: address6,
  destination: address6,
  extensions: fc.array(extension, { maxLength: 3 }),
};

export const ipv4: fc.Arbitrary<Ipv4Emit> = fc.record({
  ...header4,
  moreFragments: fc.boolean(),
  fragmentOffset: bits(13).map((units) => units * 8),
  protocol: bits(8),
  payload,
});
export const ipv6: fc.Arbitrary<Ipv6Emit> = fc.record({ ...header6, protocol: upperLayer, payload });

const unfragmented = (layer: Ipv6Extension[]) => layer.filter(({ kind }) => kind !== 'fragment');
export const ipLayer: fc.Arbitrary<IpLayerEmit> = fc.oneof(
  fc.record({ ...header4, family: fc.constant(4 as const) }),
  fc.record({
    ...header6,
    family: fc.constant(6 as const),
    extensions: header6.extensions.map(unfragmented),
  }),
);
export const ipStack = fc.record({
  layers: fc.array(ipLayer, { minLength: 1, maxLength: 5 }),
  protocol: upperLayer,
  payload,
});

export const udp = fc.record({ sourcePort: bits(16), destinationPort: bits(16), payload });
export const tcp = fc.record({
  sourcePort: bits(16),
  destinationPort: bits(16),
  sequence: bits(32),
  acknowledgement: bits(32),
  flags: bits(8),
  reserved: bits(4),
  window: bits(16),
  urgent: bits(16),
  payload,
});

export const echo = fc.record({
  kind: fc.constantFrom('echo-request' as const, 'echo-reply' as const),
  id: bits(16),
  sequence: bits(16),
  payload,
});

export const mplsStack = fc.array(
  fc.record({ label: bits(20), trafficClass: bits(3), bottomOfStack: fc.boolean(), ttl: bits(8) }),
  { maxLength: 6 },
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Names that survive: no control characters and no lone surrogates. */
const name = fc.string({ maxLength: 15, unit: 'grapheme' }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text));
export const interfaceInformation: fc.Arbitrary<InterfaceInformation> = fc.record({
  role: fc.constantFrom('incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'),
  index: orNull(bits(32)),
  address: orNull(fc.oneof(address4, address6)),
  name: orNull(name.filter((text) => encodeURIComponent(text).replace(/%../g, 'x').length <= 63)),
  mtu: orNull(bits(32)),
});
export const rawObject: fc.Arbitrary<RawObject> = fc.record({
  classNumber: bits(8),
  cType: bits(8),
  payload: fc.integer({ min: 0, max: 8 }).chain((words) => byteArray(words * 4)),
});

const errorFields = (types: readonly (readonly [number, boolean])[]): fc.Arbitrary<IcmpErrorFields> =>
  fc.constantFrom(...types).chain(([type, extensible]) =>
    fc.record({
      type: fc.constant(type),
      code: bits(8),
      quoted: payload,
      mtu: bits(16),
      pointer: bits(8),
      gateway: address4,
      extensions: extensible ? fc.array(rawObject, { maxLength: 3 }) : fc.constant([]),
    }),
  );
export const error4 = errorFields([
  [3, true],
  [4, false],
  [5, false],
  [11, true],
  [12, true],
]);
export const error6 = errorFields([
  [1, true],
  [2, false],
  [3, true],
  [4, false],
]);
