import { placeWords } from '../words.ts';
import { ADMIN_PORT, USUAL_PORT } from './admin-port.ts';
import type { MarkedFigure } from './marked-figure.ts';
import type { Finding, Trial } from './types.ts';

const whereToLook = ({ name, value }: MarkedFigure): string =>
  `Graphite should show it as stats.gauges.${name} = ${value} after StatsD's next flush.`;

/** StatsD itself says so. */
export const confirmed = ({ target, figure }: Trial): Finding => ({
  outcome: 'arrived',
  text: `The StatsD at ${placeWords(target)} has the test figure. ${whereToLook(figure)}`,
});

/** The far end's system took it over TCP, and nobody there objects. */
export const taken = ({ target, figure }: Trial): Finding => ({
  outcome: 'arrived',
  text: `${placeWords(target)} took the test figure over TCP. ${whereToLook(figure)}`,
});

/** UDP, and nobody to ask. */
export const left = ({ target, figure }: Trial): Finding => ({
  outcome: 'sent',
  text:
    `The test figure was sent to ${placeWords(target)} and not refused; UDP tells no more, and no StatsD answers ` +
    `at its admin port ${ADMIN_PORT}. ${whereToLook(figure)}`,
});

/** That port and the admin port are of one StatsD, unless somebody moved one of them. */
const isUsual = ({ target }: Trial): boolean => target.port === USUAL_PORT;

/** A StatsD answers on that machine, but it is not told what is sent. */
export const missed = (trial: Trial, protocol: 'UDP' | 'TCP'): Finding =>
  isUsual(trial) ? notTold(trial, protocol) : perhapsAnother(trial, protocol);

function notTold({ target }: Trial, protocol: 'UDP' | 'TCP'): Finding {
  return {
    outcome: 'failed',
    text:
      `The StatsD at ${placeWords({ host: target.host, port: ADMIN_PORT })} (its admin port) did not get the test ` +
      `figure: check that it takes ${protocol} at port ${target.port}, and that no firewall is between.`,
  };
}

function perhapsAnother({ target, figure }: Trial, protocol: 'UDP' | 'TCP'): Finding {
  return {
    outcome: 'sent',
    text:
      `The test figure was sent to ${placeWords(target)} by ${protocol} and not refused. The StatsD that answers at ` +
      `the admin port ${ADMIN_PORT} there does not have it: if it is that one, check that it takes ${protocol} at ` +
      `port ${target.port}; if it is another one, that says nothing. ${whereToLook(figure)}`,
  };
}

export const answered = ({ target }: Trial): Finding => ({
  outcome: 'failed',
  text: `What listens at ${placeWords(target)} answers, which a StatsD never does: check the port.`,
});
