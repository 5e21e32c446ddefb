/** The lights: what a person asks about, each judged from one or two kinds. */
export const SUBJECTS = ['icmp', 'ipv4', 'ipv6', 'dns', 'gateway'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** `unavailable`: never worked on this network, so it cannot be down. `unknown`: not measured (yet). */
export const HEALTHS = ['good', 'degraded', 'down', 'unavailable', 'unknown'] as const;
export type Health = (typeof HEALTHS)[number];

export type HealthBySubject = Readonly<Record<Subject, Health>>;
