import { HEALTHS, type Health, type HealthBySubject, type Subject } from '../../domain/model/health.ts';
import type { Evidence } from '../../domain/model/incident.ts';
import { isKind, type Kind } from '../../domain/model/kind.ts';
import { HistoryError } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** @throws HistoryError `damaged`: the text is written by `recordIncident` alone. */
export function parseEvidence(text: string): Evidence {
  const found = fields(parsed(text));
  const figure = found['figure'];
  return {
    health: healthBySubject(fields(found['health'])),
    failing: kinds(found['failing']),
    working: kinds(found['working']),
    lost: numeric(found['lost']),
    sent: numeric(found['sent']),
    ...(figure === undefined ? {} : { figure: numeric(figure) }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

const damaged = (): HistoryError =>
  new HistoryError('damaged', 'The history file is damaged: the evidence of an incident is not readable.');

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw damaged();
  return Object.fromEntries(Object.entries(value));
}

function numeric(value: unknown): number {
  if (typeof value !== 'number') throw damaged();
  return value;
}

function kinds(value: unknown): readonly Kind[] {
  if (!Array.isArray(value)) throw damaged();
  return value.filter((kind): kind is Kind => typeof kind === 'string' && isKind(kind));
}

function healthBySubject(found: Fields): HealthBySubject {
  const of = (subject: Subject): Health => HEALTHS.find((health) => health === found[subject]) ?? 'unknown';
  return {
    icmp: of('icmp'),
    ipv4: of('ipv4'),
    ipv6: of('ipv6'),
    dns: of('dns'),
    gateway: of('gateway'),
  };
}
