/** What a probe measures. The order is the order people see. */
export const KINDS = ['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns', 'gateway'] as const;
export type Kind = (typeof KINDS)[number];

export const isKind = (value: string): value is Kind => (KINDS as readonly string[]).includes(value);

/** The address family a kind is bound to; DNS and gateway follow their anchor's literal address. */
export const FAMILY_OF_KIND: Readonly<Record<Kind, 4 | 6 | null>> = {
  icmp4: 4,
  icmp6: 6,
  tcp4: 4,
  tcp6: 6,
  dns: null,
  gateway: null,
};
