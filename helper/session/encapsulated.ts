import type { Handler } from './handler.ts';

export const encapsulated: Handler<'encapsulated'> = (command, { prober }) => prober.encapsulated(command);
