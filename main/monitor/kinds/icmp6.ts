import type { SendProbe } from '../flight/probe.ts';

/** An echo to a literal IPv6 address. */
export const sendIcmp6: SendProbe = (anchor, context, report) =>
  context.echo.send(anchor.address, context, report);
