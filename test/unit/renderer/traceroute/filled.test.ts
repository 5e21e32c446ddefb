import { beforeEach, describe, expect, test } from 'vitest';
import { formOf, NEW_FORM } from '../../../../renderer/traceroute/ask/check-ask.ts';
import { NO_OPTIONS } from '../../../../renderer/traceroute/ask/options.ts';
import { fillForm, form, typeHost } from '../../../../renderer/traceroute/store.ts';

const LINKED = formOf({ host: '192.0.2.1', method: 'tcp', family: 4, mode: 'once', port: 443 });

describe('fields that a link has filled', () => {
  beforeEach(() => {
    typeHost('');
    form.value = NEW_FORM;
  });

  test('hold for its host', () => {
    fillForm(LINKED);
    typeHost('192.0.2.1');
    typeHost(' 192.0.2.1 ');
    expect(form.value).toEqual({ ...LINKED, host: ' 192.0.2.1 ' });
  });

  test('are as before for another one', () => {
    fillForm(LINKED);
    typeHost('2001:db8::1');
    expect(form.value).toEqual({ ...NEW_FORM, host: '2001:db8::1' });
  });

  test('what the person has changed since then stays, a port that was not looked at goes', () => {
    fillForm(LINKED);
    form.value = { ...form.value, method: 'auto', options: { ...form.value.options, maxHops: '9' } };
    typeHost('198.51.100.2:80');
    expect(form.value).toEqual({
      ...NEW_FORM,
      host: '198.51.100.2:80',
      options: { ...NO_OPTIONS, maxHops: '9' },
    });
  });

  test('what the person had chosen before comes back, also after a second link', () => {
    form.value = { ...NEW_FORM, method: 'udp', mode: 'multipath' };
    fillForm(LINKED);
    fillForm(formOf({ host: '192.0.2.9', method: 'icmp', family: 4, mode: 'once' }));
    typeHost('example.net');
    expect(form.value).toEqual({ ...NEW_FORM, host: 'example.net', method: 'udp', mode: 'multipath' });
  });

  test('what was chosen by hand is left alone while hosts change', () => {
    form.value = { ...NEW_FORM, method: 'tcp' };
    typeHost('a.example');
    typeHost('b.example');
    expect(form.value).toEqual({ ...NEW_FORM, host: 'b.example', method: 'tcp' });
  });
});
