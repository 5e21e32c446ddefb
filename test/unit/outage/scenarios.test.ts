import { describe, test } from 'vitest';
import { CAPTIVE_PORTAL_SCENARIO } from './scenarios/all-dead/captive-portal.ts';
import { CAPTIVE_PORTAL_AT_START } from './scenarios/all-dead/captive-portal-at-start.ts';
import { CUT_RIGHT_AFTER_START } from './scenarios/all-dead/cut-right-after-start.ts';
import { GATEWAY_ABSORBS_TOTAL } from './scenarios/all-dead/gateway-absorbs-total.ts';
import { GATEWAY_DEAD } from './scenarios/all-dead/gateway-dead.ts';
import { GATEWAY_IGNORES_PINGS } from './scenarios/all-dead/gateway-ignores-pings.ts';
import { GATEWAY_NEVER_ANSWERED } from './scenarios/all-dead/gateway-never-answered.ts';
import { IPV4_FIRST_THEN_ALL } from './scenarios/all-dead/ipv4-first-then-all.ts';
import { IPV4_ROUTE_ERRORS } from './scenarios/all-dead/ipv4-route-errors.ts';
import { IPV6_BACK_BEFORE_IPV4 } from './scenarios/all-dead/ipv6-back-before-ipv4.ts';
import { LOCAL_ABSORBS_TOTAL } from './scenarios/all-dead/local-absorbs-total.ts';
import { LOCAL_LINK_DOWN } from './scenarios/all-dead/local-link-down.ts';
import { STARTED_IN_OUTAGE } from './scenarios/all-dead/started-in-outage.ts';
import { TOTAL_ABSORBS_IPV4 } from './scenarios/all-dead/total-absorbs-ipv4.ts';
import { TOTAL_ANSWERED_UNREACHABLE } from './scenarios/all-dead/total-answered-unreachable.ts';
import { TOTAL_FIVE_MINUTES } from './scenarios/all-dead/total-five-minutes.ts';
import { TOTAL_HALF_HOUR_SLOW_LINE } from './scenarios/all-dead/total-half-hour-slow-line.ts';
import { TOTAL_LOSSY_LINE } from './scenarios/all-dead/total-lossy-line.ts';
import { FLAPPING } from './scenarios/gradual/flapping.ts';
import { LATE_REPLIES } from './scenarios/gradual/late-replies.ts';
import { LATENCY_SHIFT } from './scenarios/gradual/latency-shift.ts';
import { LOSS_FIVE_PERCENT } from './scenarios/gradual/loss-five-percent.ts';
import { LOSS_THEN_TOTAL } from './scenarios/gradual/loss-then-total.ts';
import { LOSSY_WIFI_HOUR } from './scenarios/gradual/lossy-wifi-hour.ts';
import { QUIET_HOUR } from './scenarios/gradual/quiet-hour.ts';
import { RADIO_LINK_DAY } from './scenarios/gradual/radio-link-day.ts';
import { SYN_RETRANSMITTED } from './scenarios/gradual/syn-retransmitted.ts';
import { ADDRESS_CHANGE_IN_OUTAGE } from './scenarios/machine/address-change-in-outage.ts';
import { CLOCK_SET_IN_OUTAGE } from './scenarios/machine/clock-set-in-outage.ts';
import { MOVED_IN_OUTAGE } from './scenarios/machine/moved-in-outage.ts';
import { MOVED_TO_FILTERED_NETWORK } from './scenarios/machine/moved-to-filtered-network.ts';
import { PAUSE_IN_OUTAGE } from './scenarios/machine/pause-in-outage.ts';
import { RESTART_AFTER_OUTAGE } from './scenarios/machine/restart-after-outage.ts';
import { RESTART_ELSEWHERE } from './scenarios/machine/restart-elsewhere.ts';
import { RESTART_IN_OUTAGE } from './scenarios/machine/restart-in-outage.ts';
import { RESTART_INTO_WORSE } from './scenarios/machine/restart-into-worse.ts';
import { RESTARTS_NEAR_THE_END } from './scenarios/machine/restart-near-the-end.ts';
import { SLEEP_IN_OUTAGE } from './scenarios/machine/sleep-in-outage.ts';
import { STALL } from './scenarios/machine/stall.ts';
import { STALLED_SAMPLES } from './scenarios/machine/stalled-samples.ts';
import { SUSPEND_THOUSAND_TIMES } from './scenarios/machine/suspend-thousand-times.ts';
import { ANCHOR_DIES_IN_OUTAGE } from './scenarios/one-kind/anchor-dies-in-outage.ts';
import { DNS_DEAD } from './scenarios/one-kind/dns-dead.ts';
import { ICMP_DEAD } from './scenarios/one-kind/icmp-dead.ts';
import { IPV4_DEAD_EIGHTEEN_MINUTES } from './scenarios/one-kind/ipv4-dead-eighteen-minutes.ts';
import { IPV6_COMING_AND_GOING } from './scenarios/one-kind/ipv6-coming-and-going.ts';
import { IPV6_DEAD } from './scenarios/one-kind/ipv6-dead.ts';
import { IPV6_NEVER_THERE } from './scenarios/one-kind/ipv6-never-there.ts';
import { ONE_ANCHOR_DEAD } from './scenarios/one-kind/one-anchor-dead.ts';
import { SINGLE_ANCHOR_LINE } from './scenarios/one-kind/single-anchor-line.ts';
import { TCP_DEAD } from './scenarios/one-kind/tcp-dead.ts';
import { VPN_UP_AND_DOWN } from './scenarios/one-kind/vpn-up-and-down.ts';
import { checkScenario } from './simulator/check.ts';
import type { Scenario } from './simulator/scenario.ts';

const SCENARIOS: readonly Scenario[] = [
  RADIO_LINK_DAY,
  CUT_RIGHT_AFTER_START,
  MOVED_TO_FILTERED_NETWORK,
  RESTART_ELSEWHERE,
  ADDRESS_CHANGE_IN_OUTAGE,
  ANCHOR_DIES_IN_OUTAGE,
  CAPTIVE_PORTAL_SCENARIO,
  CAPTIVE_PORTAL_AT_START,
  CLOCK_SET_IN_OUTAGE,
  DNS_DEAD,
  FLAPPING,
  GATEWAY_ABSORBS_TOTAL,
  GATEWAY_DEAD,
  GATEWAY_IGNORES_PINGS,
  GATEWAY_NEVER_ANSWERED,
  ICMP_DEAD,
  IPV4_DEAD_EIGHTEEN_MINUTES,
  IPV4_FIRST_THEN_ALL,
  IPV4_ROUTE_ERRORS,
  IPV6_BACK_BEFORE_IPV4,
  IPV6_COMING_AND_GOING,
  IPV6_DEAD,
  IPV6_NEVER_THERE,
  LATE_REPLIES,
  LATENCY_SHIFT,
  LOCAL_ABSORBS_TOTAL,
  LOCAL_LINK_DOWN,
  LOSS_FIVE_PERCENT,
  LOSS_THEN_TOTAL,
  LOSSY_WIFI_HOUR,
  MOVED_IN_OUTAGE,
  ONE_ANCHOR_DEAD,
  PAUSE_IN_OUTAGE,
  QUIET_HOUR,
  RESTART_AFTER_OUTAGE,
  RESTART_IN_OUTAGE,
  RESTART_INTO_WORSE,
  ...RESTARTS_NEAR_THE_END,
  SINGLE_ANCHOR_LINE,
  SLEEP_IN_OUTAGE,
  STALL,
  STALLED_SAMPLES,
  STARTED_IN_OUTAGE,
  SUSPEND_THOUSAND_TIMES,
  SYN_RETRANSMITTED,
  TCP_DEAD,
  TOTAL_ABSORBS_IPV4,
  TOTAL_ANSWERED_UNREACHABLE,
  TOTAL_FIVE_MINUTES,
  TOTAL_HALF_HOUR_SLOW_LINE,
  TOTAL_LOSSY_LINE,
  VPN_UP_AND_DOWN,
];

describe('events in, incidents out', () => {
  for (const scenario of SCENARIOS) {
    test(scenario.name, { timeout: 60_000 }, () => {
      checkScenario(scenario);
    });
  }
});
