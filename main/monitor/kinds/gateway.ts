import type { SendProbe } from '../flight/probe.ts';

/** An echo to the router itself, of whichever family its address is. */
export const sendGateway: SendProbe = (anchor, context, report) =>
  context.echo.send(anchor.address, context, report);
