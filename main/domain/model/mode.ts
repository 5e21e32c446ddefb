/** How ICMP is measured now, always visible: by the helper, by the system's `ping`, or not at all. */
export interface Mode {
  readonly icmp: 'helper' | 'ping' | 'none';
  /** One sentence: why it is not the helper, and the way out. Empty when it is. */
  readonly reason: string;
}
