import { PATH_PROBE_BOUNDS } from '../../../main/contract/trace-bounds.ts';
import type { PathProbeAsk } from '../../../main/domain/encapsulation/ask.ts';
import {
  type AskForm,
  familyOf,
  familyProblem,
  fromProblem,
  hostIn,
  hostProblem,
  type Refused,
} from './check-ask.ts';
import { checkOptions } from './options.ts';

export type CheckedPathAsk = { readonly ok: true; readonly ask: PathProbeAsk } | Refused;

const refused = (text: string): Refused => ({ ok: false, field: 'host', text });

/** `a, b, c`, also with arrows or blanks between, as paths are written. */
export const hopsIn = (typed: string): readonly string[] =>
  typed
    .split(/[\s,;>→]+|->/)
    .map(hostIn)
    .filter((hop) => hop !== '');

function pathProblem(hops: readonly string[]): Refused | null {
  if (hops.length === 0)
    return refused('Type a name such as example.net, or the addresses of a path in order.');
  if (hops.length > PATH_PROBE_BOUNDS.hops) {
    return refused(`A path has ${PATH_PROBE_BOUNDS.hops} hops at most: more do not fit into a packet.`);
  }
  const wrong = hops.map(hostProblem).find((text) => text !== null);
  if (wrong !== undefined && wrong !== null) return refused(wrong);
  const twice = hops.find((hop, at) => hops.indexOf(hop) !== at);
  return twice === undefined ? null : refused(`${twice} stands in the path twice; a hop can be passed once.`);
}

/** What can be seen to be wrong without asking anybody. */
export function checkPathAsk(form: AskForm): CheckedPathAsk {
  const hops = hopsIn(form.host);
  const from = hostIn(form.from);
  const wrong =
    pathProblem(hops) ??
    (from === '' ? null : fromProblem(from)) ??
    familyProblem(from === '' ? hops : [from, ...hops], form.family);
  if (wrong !== null) return wrong;
  const checked = checkOptions(form.options, 'path');
  if (!checked.ok) return checked;
  const [host, ...others] = hops;
  const path = host !== undefined && others.length === 0 ? { host } : { hops };
  return {
    ok: true,
    ask: {
      path,
      from: from === '' ? null : from,
      family: familyOf(form),
      ...checked.options,
      ...(form.synchronous ? { synchronous: true } : {}),
    },
  };
}
