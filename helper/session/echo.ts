import type { Handler } from './handler.ts';

export const echo: Handler<'echo'> = (command, { prober }) => prober.echo(command);
