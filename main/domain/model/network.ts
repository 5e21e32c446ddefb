/** The network this machine is attached to, as far as it can be told without privilege. */
export interface Network {
  /** Stable while default routes and addresses stay the same; baselines and availability are keyed by it. */
  readonly id: string;
  /** `eth0 192.0.2.10 via 192.0.2.1`, for people. */
  readonly label: string;
  /** A default route of that family exists on a link that is up. */
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** Literal addresses of the default gateways; a link-local one carries its zone (`fe80::1%eth0`). */
  readonly gateway4: string | null;
  readonly gateway6: string | null;
}

export const NO_NETWORK: Network = {
  id: 'none',
  label: 'no network',
  ipv4: false,
  ipv6: false,
  gateway4: null,
  gateway6: null,
};
