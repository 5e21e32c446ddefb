/** What an ICMP error is about, the same for both families. */
export type IcmpCategory =
  | 'unreachable'
  | 'packet-too-big'
  | 'time-exceeded'
  | 'parameter-problem'
  | 'redirect'
  | 'source-quench';

interface TypeNames {
  /** The type alone, for codes without a name of their own. */
  readonly type: string;
  readonly codes: readonly string[];
}

/** IANA "ICMP Type Numbers"; the code is the index. */
const ICMPV4: ReadonlyMap<number, TypeNames> = new Map([
  [0, { type: 'echo-reply', codes: ['echo-reply'] }],
  [
    3,
    {
      type: 'unreachable',
      codes: [
        'net-unreachable',
        'host-unreachable',
        'protocol-unreachable',
        'port-unreachable',
        'fragmentation-needed',
        'source-route-failed',
        'net-unknown',
        'host-unknown',
        'source-isolated',
        'net-prohibited',
        'host-prohibited',
        'net-tos-unreachable',
        'host-tos-unreachable',
        'admin-prohibited',
        'host-precedence-violation',
        'precedence-cutoff',
      ],
    },
  ],
  [4, { type: 'source-quench', codes: ['source-quench'] }],
  [
    5,
    { type: 'redirect', codes: ['redirect-net', 'redirect-host', 'redirect-net-tos', 'redirect-host-tos'] },
  ],
  [8, { type: 'echo-request', codes: ['echo-request'] }],
  [11, { type: 'time-exceeded', codes: ['ttl-exceeded', 'reassembly-timeout'] }],
  [12, { type: 'parameter-problem', codes: ['erroneous-header', 'missing-option', 'bad-header-length'] }],
]);

/** IANA "ICMPv6 Parameters". */
const ICMPV6: ReadonlyMap<number, TypeNames> = new Map([
  [
    1,
    {
      type: 'unreachable',
      codes: [
        'no-route',
        'admin-prohibited',
        'beyond-scope',
        'address-unreachable',
        'port-unreachable',
        'policy-failed',
        'reject-route',
        'source-route-error',
        'headers-too-long',
      ],
    },
  ],
  [2, { type: 'packet-too-big', codes: ['packet-too-big'] }],
  [3, { type: 'time-exceeded', codes: ['hop-limit-exceeded', 'reassembly-timeout'] }],
  [
    4,
    {
      type: 'parameter-problem',
      codes: [
        'erroneous-header',
        'unrecognized-next-header',
        'unrecognized-option',
        'incomplete-header-chain',
        'upper-layer-header-error',
        'unrecognized-next-header-by-router',
        'extension-header-too-big',
        'header-chain-too-long',
        'too-many-extension-headers',
        'too-many-options',
        'option-too-big',
      ],
    },
  ],
  [128, { type: 'echo-request', codes: ['echo-request'] }],
  [129, { type: 'echo-reply', codes: ['echo-reply'] }],
]);

function nameIn(names: ReadonlyMap<number, TypeNames>, type: number, code: number): string {
  const known = names.get(type);
  return known?.codes[code] ?? `${known?.type ?? `type-${type}`}-code-${code}`;
}

/** `host-unreachable`, or `unreachable-code-99`, `type-42-code-0` for what has no name. */
export const icmpv4Name = (type: number, code: number): string => nameIn(ICMPV4, type, code);
export const icmpv6Name = (type: number, code: number): string => nameIn(ICMPV6, type, code);
