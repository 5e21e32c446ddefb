import type { Handler } from './handler.ts';

export const cancel: Handler<'cancel'> = ({ id, target }, { prober, send }) => {
  const found = prober.cancel(target);
  send({ event: 'cancelled', id, target, found });
  return null;
};
