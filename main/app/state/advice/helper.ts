import type { Mode } from '../../../domain/model/mode.ts';
import type { Adviser } from './adviser.ts';

const WHAT: Readonly<Record<Exclude<Mode['icmp'], 'helper'>, string>> = {
  ping: "The helper is not running: ICMP is measured by the system's ping, less precisely.",
  none: 'The helper is not running: ICMP is not measured.',
};

export const adviseHelper: Adviser = ({ mode }) =>
  mode === null || mode.icmp === 'helper'
    ? null
    : { id: 'helper', what: WHAT[mode.icmp], wayOut: mode.reason, action: 'fix-helper' };
