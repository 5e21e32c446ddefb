import { type Check, limited, ok } from './check.ts';

export const PRIVILEGE: Check = {
  id: 'privilege',
  title: 'This program',
  run({ uid, dropped }) {
    if (dropped) return ok(`gave root up for user ${uid} once the helper ran`);
    if (uid !== 0) return ok(uid === undefined ? 'runs as you' : `runs as user ${uid}`);
    return limited(
      'runs as root, and stays root, since nobody is behind it to become',
      'use sudo from an ordinary account: then only the start of the helper has rights',
    );
  },
};
