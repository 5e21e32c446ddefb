import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  destinationOf,
  notificationContent,
  traceDestination,
} from '../../../../main/desktop/notifications/notification-content.ts';
import { output, TRACE } from './output.ts';

describe('content', () => {
  test('an outage is urgent and stays', () => {
    expect(notificationContent(output({ urgent: true }), true)).toEqual({
      title: 'IPv4 is down',
      body: 'Since 14:02 (12 s).',
      urgency: 'critical',
      timeoutType: 'never',
    });
  });

  test('anything else is neither', () => {
    expect(notificationContent(output({}), false)).toMatchObject({
      urgency: 'normal',
      timeoutType: 'default',
    });
  });

  test('markup is escaped in the body, where that is markup; a title is plain text everywhere', () => {
    const odd = output({ title: 'A & B', body: '<0.1 % lost & <b>more</b>' });
    expect(notificationContent(odd, true)).toMatchObject({
      title: 'A & B',
      body: '&lt;0.1 % lost &amp; &lt;b&gt;more&lt;/b&gt;',
    });
    expect(notificationContent(odd, false).body).toBe('<0.1 % lost & <b>more</b>');
  });

  test('whatever the text, a markup parser gives it back as it was', () => {
    const parsed = (markup: string): string =>
      markup.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[String(name)] ?? '');
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { body } = notificationContent(output({ body: text }), true);
        expect(body).not.toMatch(/[<>]/);
        expect(parsed(body)).toBe(text);
      }),
    );
  });
});

test('a click leads to the incident, or to the list of notices', () => {
  expect(destinationOf(output({ incident: 'total-1' }).notice)).toEqual({
    incident: 'total-1',
    tab: 'incidents',
    trace: null,
  });
  expect(destinationOf(output({ incident: null }).notice)).toEqual({
    incident: null,
    tab: 'notices',
    trace: null,
  });
});

test('the button leads to the traceroute window, with the trace running', () => {
  expect(traceDestination(TRACE)).toEqual({ incident: null, tab: null, trace: { kind: 'run', ask: TRACE } });
});
