import type { PushConfig } from '../../domain/model/metrics-config.ts';
import type { Fault } from './fault.ts';
import { credentialFault, tokenFault } from './secret-faults.ts';

type Checked = Pick<PushConfig, 'url' | 'token' | 'user' | 'password'>;

const MAX_URL_LENGTH = 2048;

/** The address is never repeated: it may hold a password. */
function urlFault(text: string): string | null {
  if (text.length > MAX_URL_LENGTH) return `is too long; use at most ${MAX_URL_LENGTH} characters`;
  // A URL reads `http:host` and line ends as something else than what was written.
  if (!/^https?:\/\/[^/?#\s][^\s]*$/i.test(text) || !URL.canParse(text)) {
    return 'must be a whole http:// or https:// address, such as http://192.0.2.10:8428/api/v1/write';
  }
  const { username, password, hash } = new URL(text);
  if (username !== '' || password !== '')
    return 'holds a user or a password; write them into their own fields';
  return hash === '' ? null : 'has a part after #, which is never sent; leave it out';
}

/** One header says who asks: it holds a token or a user with a password. */
function conflict({ token, user, password }: Checked): readonly ['token' | 'user', string] | null {
  if (token !== '' && (user !== '' || password !== ''))
    return ['token', 'cannot be sent together with a user and a password; use one of the two'];
  return user === '' && password !== '' ? ['user', 'is missing; the password needs one'] : null;
}

export function pushFaults(push: Checked): readonly Fault[] {
  const found: readonly (readonly [keyof Checked, string | null])[] = [
    ['url', urlFault(push.url)],
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
