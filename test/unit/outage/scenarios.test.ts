import { describe, test } from 'vitest';
import { ADDRESS_CHANGE_IN_OUTAGE } from './scenarios/address-change-in-outage.ts';
import { ANCHOR_DIES_IN_OUTAGE } from './scenarios/anchor-dies-in-outage.ts';
import { CAPTIVE_PORTAL_SCENARIO } from './scenarios/captive-portal.ts';
import { CAPTIVE_PORTAL_AT_START } from './scenarios/captive-portal-at-start.ts';
import { CLOCK_SET_IN_OUTAGE } from './scenarios/clock-set-in-outage.ts';
import { DNS_DEAD } from './scenarios/dns-dead.ts';
import { FLAPPING } from './scenarios/flapping.ts';
import { GATEWAY_ABSORBS_TOTAL } from './scenarios/gateway-absorbs-total.ts';
import { GATEWAY_DEAD } from './scenarios/gateway-dead.ts';
import { GATEWAY_IGNORES_PINGS } from './scenarios/gateway-ignores-pings.ts';
import { GATEWAY_NEVER_ANSWERED } from './scenarios/gateway-never-answered.ts';
import { ICMP_DEAD } from './scenarios/icmp-dead.ts';
import { IPV4_DEAD_EIGHTEEN_MINUTES } from './scenarios/ipv4-dead-eighteen-minutes.ts';
import { IPV4_FIRST_THEN_ALL } from './scenarios/ipv4-first-then-all.ts';
import { IPV4_ROUTE_ERRORS } from './scenarios/ipv4-route-errors.ts';
import { IPV6_COMING_AND_GOING } from './scenarios/ipv6-coming-and-going.ts';
import { IPV6_DEAD } from './scenarios/ipv6-dead.ts';
import { IPV6_NEVER_THERE } from './scenarios/ipv6-never-there.ts';
import { LATE_REPLIES } from './scenarios/late-replies.ts';
import { LATENCY_SHIFT } from './scenarios/latency-shift.ts';
import { LOCAL_ABSORBS_TOTAL } from './scenarios/local-absorbs-total.ts';
import { LOCAL_LINK_DOWN } from './scenarios/local-link-down.ts';
import { LOSS_FIVE_PERCENT } from './scenarios/loss-five-percent.ts';
import { LOSS_THEN_TOTAL } from './scenarios/loss-then-total.ts';
import { LOSSY_WIFI_HOUR } from './scenarios/lossy-wifi-hour.ts';
import { MOVED_IN_OUTAGE } from './scenarios/moved-in-outage.ts';
import { ONE_ANCHOR_DEAD } from './scenarios/one-anchor-dead.ts';
import { PAUSE_IN_OUTAGE } from './scenarios/pause-in-outage.ts';
import { QUIET_HOUR } from './scenarios/quiet-hour.ts';
import { RESTART_AFTER_OUTAGE } from './scenarios/restart-after-outage.ts';
import { RESTART_IN_OUTAGE } from './scenarios/restart-in-outage.ts';
import { RESTART_INTO_WORSE } from './scenarios/restart-into-worse.ts';
import { SINGLE_ANCHOR_LINE } from './scenarios/single-anchor-line.ts';
import { SLEEP_IN_OUTAGE } from './scenarios/sleep-in-outage.ts';
import { STALL } from './scenarios/stall.ts';
import { STALLED_SAMPLES } from './scenarios/stalled-samples.ts';
import { STARTED_IN_OUTAGE } from './scenarios/started-in-outage.ts';
import { SUSPEND_THOUSAND_TIMES } from './scenarios/suspend-thousand-times.ts';
import { SYN_RETRANSMITTED } from './scenarios/syn-retransmitted.ts';
import { TCP_DEAD } from './scenarios/tcp-dead.ts';
import { TOTAL_ABSORBS_IPV4 } from './scenarios/total-absorbs-ipv4.ts';
import { TOTAL_ANSWERED_UNREACHABLE } from './scenarios/total-answered-unreachable.ts';
import { TOTAL_FIVE_MINUTES } from './scenarios/total-five-minutes.ts';
import { TOTAL_HALF_HOUR_SLOW_LINE } from './scenarios/total-half-hour-slow-line.ts';
import { TOTAL_LOSSY_LINE } from './scenarios/total-lossy-line.ts';
import { VPN_UP_AND_DOWN } from './scenarios/vpn-up-and-down.ts';
import { checkScenario } from './simulator/check.ts';
import type { Scenario } from './simulator/scenario.ts';

const SCENARIOS: readonly Scenario[] = [
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
