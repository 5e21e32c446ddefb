import type { AskForm } from './check-ask.ts';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
}

export const METHODS: readonly Choice<AskForm['method']>[] = [
  { value: 'auto', title: 'Auto' },
  { value: 'udp', title: 'UDP' },
  { value: 'icmp', title: 'ICMP' },
  { value: 'tcp', title: 'TCP' },
];

export const FAMILIES: readonly Choice<AskForm['family']>[] = [
  { value: 'auto', title: 'Auto' },
  { value: '4', title: 'IPv4' },
  { value: '6', title: 'IPv6' },
];

export const MODES: readonly Choice<AskForm['mode']>[] = [
  { value: 'continuous', title: 'Continuous' },
  { value: 'once', title: 'Once' },
  { value: 'once-mtu', title: 'Once, with path MTU' },
  { value: 'multipath', title: 'All paths' },
];

/** What a select tells, as one of its choices. */
export const chosen = <Value extends string>(
  choices: readonly Choice<Value>[],
  value: string,
): Value | undefined => choices.find((one) => one.value === value)?.value;
