import { describe, expect, test } from 'vitest';
import { isTrusted } from '../../../../main/desktop/ipc/sender.ts';
import { isOwnPage, pageUrl } from '../../../../main/desktop/windows/scheme.ts';

const ours = {};
const windows = new Set([ours]);
const top = (url: string) => ({ url, parent: null });

describe('a message is trusted', () => {
  test('from the top frame of our window on our own page', () => {
    expect(isTrusted({ sender: ours, senderFrame: top(pageUrl('dashboard')) }, windows)).toBe(true);
    expect(isTrusted({ sender: ours, senderFrame: top(`${pageUrl('settings')}#anchors`) }, windows)).toBe(
      true,
    );
  });

  test('never from another window', () => {
    expect(isTrusted({ sender: {}, senderFrame: top(pageUrl('dashboard')) }, windows)).toBe(false);
  });

  test('never from a frame inside, nor from one that is gone', () => {
    const inside = { url: pageUrl('dashboard'), parent: {} };
    expect(isTrusted({ sender: ours, senderFrame: inside }, windows)).toBe(false);
    expect(isTrusted({ sender: ours, senderFrame: null }, windows)).toBe(false);
  });
});

test.each([
  'about:blank',
  'https://app/dashboard.html',
  'https://example.com/#faultline://app/dashboard.html',
  'faultline://app.example.com/dashboard.html',
  'faultline://app/dashboard.html.evil',
  'faultline://app/dashboard.html?x',
  'faultline://app/../dashboard.html',
  'faultline://app/dashboard.js',
  'FAULTLINE://app/dashboard.html',
  'file:///dashboard.html',
  'data:text/html,faultline://app/dashboard.html',
  '',
])('%j is no page of ours', (url) => {
  expect(isOwnPage(url)).toBe(false);
});
