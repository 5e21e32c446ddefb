import type { Supervisor } from '../../main/helper-client/supervise.ts';

/** Supervises nothing: there is no helper, and none comes. */
export function noHelper(): Supervisor {
  const reason = 'none here';
  return {
    state: { client: null, code: 'no-privilege', reason },
    access: async () => ({
      choice: 'auto',
      active: null,
      privilege: null,
      reason,
      ways: [],
      file: '',
      distrust: '',
    }),
    onChange: () => () => undefined,
    setChoice: () => undefined,
    fix: async () => ({ ok: false, code: 'no-privilege', reason }),
    useWay: async () => ({ ok: false, code: 'no-privilege', reason }),
    replace: () => undefined,
    stop: async () => undefined,
  };
}
