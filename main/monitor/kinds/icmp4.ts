import type { SendProbe } from '../flight/probe.ts';

/** An echo to a literal IPv4 address. */
export const sendIcmp4: SendProbe = (anchor, context, report) =>
  context.echo.send(anchor.address, context, report);
