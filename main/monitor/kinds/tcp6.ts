import { tcpConnect } from './tcp-connect.ts';

/** A TCP connection to a literal IPv6 address. */
export const sendTcp6 = tcpConnect(6);
