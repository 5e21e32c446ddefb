import type { IncidentClass } from './incident.ts';

/** When the desktop may be told of an incident. The list inside the app holds every notice whatever this says. */
export interface NotificationSettings {
  readonly enabled: boolean;
  /** Classes that are listed but never shown on the desktop. */
  readonly muted: readonly IncidentClass[];
  /** A class that was notified less than this ago is only listed. */
  readonly cooldownMs: number;
  readonly quietHours: QuietHours;
}

/** A daily time in the machine's own zone; `from` later than `to` goes over midnight, equal ones are the whole day. */
export interface QuietHours {
  readonly enabled: boolean;
  /** `22:00` */
  readonly from: string;
  readonly to: string;
}
