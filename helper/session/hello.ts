import { PROTOCOL_VERSION } from '../protocol/messages.ts';
import type { Handler } from './handler.ts';

export const hello: Handler<'hello'> = ({ id, protocol }, { greeting, send }) => {
  if (protocol !== PROTOCOL_VERSION) {
    return { code: 'protocol-mismatch', message: `this helper speaks protocol ${PROTOCOL_VERSION}` };
  }
  send({ ...greeting, id });
  return null;
};
