import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import { assertNever } from '../../domain/model/units.ts';
import { CLASS_WORDS } from '../../domain/words/class-words.ts';
import { closedIncidentText, incidentText } from '../../domain/words/incident-text.ts';
import { GAP_TEXTS, HEALTH_NAMES, SUBJECT_NAMES } from '../../domain/words/names.ts';
import type { Shown } from '../../domain/words/shapes.ts';
import { clockSecondsText, dateText, durationText, momentText } from '../../domain/words/times.ts';
import { paint, printable, shape, type Terminal } from '../terminal/terminal.ts';

interface Told {
  readonly state: Shown;
  readonly text: string;
}

type Incident = Extract<MonitorEvent, { type: 'incident' }>;

function incidentTold({ phase, incident }: Incident, nowMs: number): Told {
  if (phase === 'raised') {
    return { state: CLASS_WORDS[incident.class].state, text: incidentText(incident, nowMs, undefined) };
  }
  const state = incident.end === 'recovered' ? 'good' : 'unknown';
  return { state, text: closedIncidentText(incident, nowMs, undefined) };
}

const MODE_TEXTS = {
  helper: 'ICMP is measured by the helper.',
  ping: "ICMP is measured by the system's ping",
  none: 'ICMP is not measured',
} as const;

function gapText({ gap }: Extract<MonitorEvent, { type: 'gap' }>, nowMs: number): string {
  const from = momentText(gap.fromMs, nowMs, undefined);
  return `Not measured from ${from} for ${durationText(gap.toMs - gap.fromMs)}: ${GAP_TEXTS[gap.reason]}.`;
}

function told(event: MonitorEvent, nowMs: number): Told | null {
  switch (event.type) {
    case 'sample':
      return null;
    case 'health':
      return {
        state: event.health,
        text: `${SUBJECT_NAMES[event.subject]}: ${HEALTH_NAMES[event.health]} (was: ${HEALTH_NAMES[event.previous]}).`,
      };
    case 'incident':
      return incidentTold(event, nowMs);
    case 'gap':
      return { state: 'paused', text: gapText(event, nowMs) };
    case 'mode': {
      const reason = event.mode.reason === '' ? '' : `: ${event.mode.reason}`;
      const state = event.mode.icmp === 'helper' ? 'good' : 'degraded';
      return { state, text: `${MODE_TEXTS[event.mode.icmp]}${reason}` };
    }
    case 'network':
      return {
        state: event.network.ipv4 || event.network.ipv6 ? 'good' : 'down',
        text: `Network: ${event.network.label}.`,
      };
    default:
      return assertNever(event);
  }
}

/** `2026-11-21 14:02:31  [x] IPv4 is down since ...`; null: nothing that a person wants a line for. */
export function eventLine(terminal: Terminal, event: MonitorEvent, nowMs: number): string | null {
  const words = told(event, nowMs);
  if (words === null) return null;
  const stamp = `${dateText(nowMs, undefined)} ${clockSecondsText(nowMs, undefined)}`;
  return `${paint(terminal, 'dim', stamp)}  ${shape(terminal, words.state)} ${printable(words.text)}`;
}
