import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ENCODERS } from '../../../../main/export/push/encoders/encoders.ts';
import type { PointBatch } from '../../../../main/export/push/points/point.ts';
import { point, START_MS } from './fixtures.ts';
import { readSnappyBlock } from './snappy-block.ts';
import { readWriteRequest } from './write-request.ts';

const URL_OF = (search = ''): URL => new URL(`http://192.0.2.10:8086/write${search}`);
const remoteWrite = (batch: PointBatch) => ENCODERS['remote-write'].encode(batch, URL_OF());
const influxLines = (batch: PointBatch, search = ''): string =>
  gunzipSync(ENCODERS.influx.encode(batch, URL_OF(search)).body).toString('utf8');

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s+/g, ''), 'hex');
const ascii = (text: string): string => Buffer.from(text, 'ascii').toString('hex');

describe('remote write', () => {
  test('the bytes of a request with one sample', () => {
    const { body } = remoteWrite({ labels: { machine: 'm' }, points: [point('a', 1, 0.5)] });
    expect(Buffer.from(readSnappyBlock(body)).toString('hex')).toBe(
      hex(`
        0a 2f
          0a 0d  0a 08 ${ascii('__name__')}  12 01 ${ascii('a')}
          0a 0c  0a 07 ${ascii('machine')}  12 01 ${ascii('m')}
          12 10  09 000000000000e03f  10 81 a0 f1 c2 b1 34
      `).toString('hex'),
    );
  });

  test('says what it is', () => {
    expect(remoteWrite({ labels: {}, points: [] }).headers).toEqual({
      'Content-Encoding': 'snappy',
      'Content-Type': 'application/x-protobuf',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    });
  });

  test('labels lie sorted by name, those of the machine among them; an empty one is left out', () => {
    const { body } = remoteWrite({
      labels: { provider: 'P', Zone: 'z', machine: 'home', empty: '' },
      points: [point('faultline_health', 0, 1, { subject: 'icmp', state: 'good' })],
    });
    const [series] = readWriteRequest(body);
    expect(series?.labels).toEqual([
      ['Zone', 'z'],
      ['__name__', 'faultline_health'],
      ['machine', 'home'],
      ['provider', 'P'],
      ['state', 'good'],
      ['subject', 'icmp'],
    ]);
  });

  test("a point's own label wins over one of the machine", () => {
    const { body } = remoteWrite({ labels: { kind: 'mine' }, points: [point('a', 0, 1, { kind: 'icmp4' })] });
    expect(readWriteRequest(body)[0]?.labels).toContainEqual(['kind', 'icmp4']);
  });

  test('each series once, its samples in order of time however they came', () => {
    const { body } = remoteWrite({
      labels: {},
      points: [point('a', 5, 1), point('b', 0, 2), point('a', 3, 3), point('a', 9, 4)],
    });
    const read = readWriteRequest(body);
    expect(read.map(({ labels }) => labels[0]?.[1])).toEqual(['a', 'b']);
    expect(read[0]?.samples).toEqual([
      [3, START_MS + 3],
      [1, START_MS + 5],
      [4, START_MS + 9],
    ]);
  });

  test('names and values of any script and length', () => {
    const value = 'Straße 東京 \u{1f310} \u{20000} "quoted" \\'.repeat(40);
    const { body } = remoteWrite({ labels: { place: value }, points: [point('a', 0, 0)] });
    expect(readWriteRequest(body)[0]?.labels).toContainEqual(['place', value]);
  });

  test('thousands of samples: nothing is lost in the compression', () => {
    const points = Array.from({ length: 6000 }, (_, i) =>
      point('faultline_sample_rtt_seconds', i * 7, (i * 7919) % 1000, { anchor: `192.0.2.${i % 50}` }),
    );
    const read = readWriteRequest(remoteWrite({ labels: { machine: 'm' }, points }).body);
    expect(read).toHaveLength(50);
    const all = read.flatMap(({ labels, samples }) =>
      samples.map(([value, atMs]) => `${labels.find(([name]) => name === 'anchor')?.[1]} ${atMs} ${value}`),
    );
    const wanted = points.map(({ series, atMs, value }) => `${series.labels['anchor']} ${atMs} ${value}`);
    expect(all.sort()).toEqual(wanted.sort());
  });
});

describe('line protocol', () => {
  test('a line each; measurement and field are joined again to the name', () => {
    const labels = { kind: 'icmp4', anchor: '192.0.2.1:443' };
    const text = influxLines({
      labels: { machine: 'home' },
      points: [
        point('faultline_sample_rtt_seconds', 1, 0.012345, labels),
        point('faultline_sample_lost', 1, 0, labels),
        point('faultline_incident_active', 2, 1, { class: 'total' }),
      ],
    });
    expect(text.split('\n')).toEqual([
      `faultline_sample,anchor=192.0.2.1:443,kind=icmp4,machine=home rtt_seconds=0.012345 ${START_MS + 1}000000`,
      `faultline_sample,anchor=192.0.2.1:443,kind=icmp4,machine=home lost=0 ${START_MS + 1}000000`,
      `faultline,class=total,machine=home incident_active=1 ${START_MS + 2}000000`,
      '',
    ]);
  });

  test.each([
    ['', '1800000000001000000'],
    ['?precision=ns', '1800000000001000000'],
    ['?precision=u', '1800000000001000'],
    ['?precision=us', '1800000000001000'],
    ['?db=x&precision=ms', '1800000000001'],
    ['?precision=s', '1800000000'],
    ['?precision=unheard-of', '1800000000001000000'],
  ])('times in what the URL says: %s', (search, time) => {
    const text = influxLines({ labels: {}, points: [point('faultline_test', 1, 1)] }, search);
    expect(text).toBe(`faultline test=1 ${time}\n`);
  });

  test('what would end a tag is escaped, what would end a line is not sent', () => {
    const text = influxLines({
      labels: { machine: 'a b,c=d', note: 'two\r\nlines', end: 'slash\\', back: 'a\\ b\\\\,\\=', empty: '' },
      points: [point('faultline_test', 0, 1)],
    });
    expect(text).toBe(
      `faultline,back=a/\\ b//\\,/\\=,end=slash/,machine=a\\ b\\,c\\=d,note=two\\ lines test=1 ${START_MS}000000\n`,
    );
  });

  test('a backslash is a slash, for none can stand before what is escaped or at the end', () => {
    const wild = 'infl "b" \\ ü 漢\\';
    expect(ENCODERS.influx.keptValue(wild)).toBe('infl "b" / ü 漢/');
    expect(ENCODERS['remote-write'].keptValue(wild)).toBe(wild);
  });

  test('says that it is zipped', () => {
    expect(ENCODERS.influx.encode({ labels: {}, points: [] }, URL_OF()).headers).toEqual({
      'Content-Encoding': 'gzip',
      'Content-Type': 'text/plain; charset=utf-8',
    });
  });
});
