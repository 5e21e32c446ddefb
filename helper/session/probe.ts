import type { Handler } from './handler.ts';

export const probe: Handler<'probe'> = (command, { prober }) => prober.probe(command);
