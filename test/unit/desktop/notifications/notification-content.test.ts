import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  destinationOf,
  notificationContent,
} from '../../../../main/desktop/notifications/notification-content.ts';
import { output } from './output.ts';

describe('content', () => {
  test('an outage is urgent and stays', () => {
    expect(notificationContent(output({ urgent: true }), 'linux')).toEqual({
      title: 'IPv4 is down',
      body: 'Since 14:02 (12 s).',
      urgency: 'critical',
      timeoutType: 'never',
    });
  });

  test('anything else is neither', () => {
    expect(notificationContent(output({}), 'linux')).toMatchObject({
      urgency: 'normal',
      timeoutType: 'default',
    });
  });

  test('markup is escaped in the body, on Linux only; a title is plain text everywhere', () => {
    const odd = output({ title: 'A & B', body: '<0.1 % lost & <b>more</b>' });
    expect(notificationContent(odd, 'linux')).toMatchObject({
      title: 'A & B',
      body: '&lt;0.1 % lost &amp; &lt;b&gt;more&lt;/b&gt;',
    });
    expect(notificationContent(odd, 'win32').body).toBe('<0.1 % lost & <b>more</b>');
    expect(notificationContent(odd, 'darwin').body).toBe('<0.1 % lost & <b>more</b>');
  });

  test('whatever the text, a markup parser gives it back as it was', () => {
    const parsed = (markup: string): string =>
      markup.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[String(name)] ?? '');
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { body } = notificationContent(output({ body: text }), 'linux');
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
