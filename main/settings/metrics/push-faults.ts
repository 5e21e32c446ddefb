import type { PushConfig } from '../../domain/model/metrics-config.ts';
import { otherFormatAt } from '../../domain/model/push-address.ts';
import type { Fault } from './fault.ts';
import { credentialFault, tokenFault } from './secret-faults.ts';

type Checked = Pick<PushConfig, 'url' | 'format' | 'token' | 'user' | 'password'>;

const MAX_URL_LENGTH = 2048;

/** The address is never repeated: it may hold a password. */
function urlFault(text: string, format: PushConfig['format']): string | null {
  if (text.length > MAX_URL_LENGTH) return `is too long; use at most ${MAX_URL_LENGTH} characters`;
  // A URL reads `http:host` and line ends as something else than what was written.
  if (!/^https?:\/\/[^/?#\s][^\s]*$/i.test(text) || !URL.canParse(text)) {
    return 'is no whole address; write one such as http://192.0.2.10:8428/api/v1/write, or with https://';
  }
  const { username, password, hash, pathname } = new URL(text);
  if (username !== '' || password !== '')
    return 'holds a user or a password; write them into their own fields';
  if (hash !== '') return 'has a part after #, which is never sent; leave it out';
  // The other way round the server refuses what it gets, which is told then; this it would throw away with a yes.
  return format === 'remote-write' && otherFormatAt(pathname, format) !== null
    ? 'is where line protocol is taken; with the format remote-write, write one that ends in /api/v1/write, or choose the format influx'
    : null;
}

/** One header says who asks: it holds a token or a user with a password. */
function conflict({ token, user, password }: Checked): readonly ['token' | 'user', string] | null {
  if (token !== '' && (user !== '' || password !== ''))
    return ['token', 'cannot be sent together with a user and a password; use one of the two'];
  return user === '' && password !== '' ? ['user', 'is missing; the password needs one'] : null;
}

export function pushFaults(push: Checked): readonly Fault[] {
  const found: readonly (readonly [keyof Checked, string | null])[] = [
    ['url', urlFault(push.url, push.format)],
    ['token', tokenFault(push.token)],
    ['user', credentialFault(push.user, 'user')],
    ['password', credentialFault(push.password, 'password')],
    conflict(push) ?? ['token', null],
  ];
  return found.flatMap(([field, text]) =>
    text === null
      ? []
      : [{ path: [field], message: `"metrics.push.${field}" ${text}`, formMessage: `this ${text}` }],
  );
}
