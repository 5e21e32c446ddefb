import type { Notice } from '../../../main/domain/notices/types.ts';

/** What the user is told after a test. */
export function testResult({ delivery }: Notice): {
  readonly tone: 'done' | 'trouble';
  readonly text: string;
} {
  return delivery === 'shown'
    ? {
        tone: 'done',
        text: 'The desktop took the test notice. If you saw nothing, look whether it is set not to disturb.',
      }
    : {
        tone: 'trouble',
        text: 'The desktop did not show the test notice. Notices stay listed in the dashboard; look whether a notification service runs.',
      };
}
