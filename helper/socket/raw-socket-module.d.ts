/** What of the raw-socket package (which brings no types) is used here. */
declare module 'raw-socket' {
  export interface RawSocket {
    on(event: 'message', listener: (reusedBuffer: Buffer, source: string) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'close', listener: () => void): this;
    /**
     * Queued until the descriptor is writable; then `before` and the system call run in one go. What `before`
     * throws is given to `after` and nothing is sent.
     */
    send(
      packet: Buffer,
      offset: number,
      length: number,
      address: string,
      before: () => void,
      after: (error: Error | null, bytes: number) => void,
    ): this;
    setOption(level: number, option: number, value: Buffer, length: number): void;
    pauseRecv(): this;
    resumeRecv(): this;
    close(): this;
  }

  export interface RawSocketModule {
    /** Throws an Error with strerror's text. */
    createSocket(options: { addressFamily: number; protocol: number; bufferSize: number }): RawSocket;
    readonly AddressFamily: { readonly IPv4: number; readonly IPv6: number };
    readonly Protocol: { readonly ICMP: number; readonly ICMPv6: number; readonly TCP: number };
    readonly SocketLevel: {
      readonly SOL_SOCKET: number;
      readonly IPPROTO_IP: number;
      readonly IPPROTO_IPV6: number;
    };
    readonly SocketOption: {
      readonly SO_RCVBUF: number;
      readonly IP_TTL: number;
      readonly IPV6_UNICAST_HOPS: number;
    };
  }

  const raw: RawSocketModule;
  // biome-ignore lint/style/noDefaultExport: what import() makes of a CommonJS module
  export default raw;
}
