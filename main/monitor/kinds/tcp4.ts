import { tcpConnect } from './tcp-connect.ts';

/** A TCP connection to a literal IPv4 address. */
export const sendTcp4 = tcpConnect(4);
