import { concatBytes } from '../view.ts';
import { isWireError, type WireError } from '../wire-error.ts';
import { emitOptionList, NO_OPERATION, parseOptionList, type RawOption } from './option-list.ts';

const TYPE = { recordRoute: 7, looseSourceRoute: 131, strictSourceRoute: 137, routerAlert: 148 } as const;

/** RFC 791 section 3.1. An option that is unknown, or whose length does not fit its kind, stays as bytes. */
export type Ipv4Option =
  | { readonly option: 'no-operation' }
  | {
      readonly option: 'record-route' | 'loose-source-route' | 'strict-source-route';
      /** Counted from the option's type byte, from 1: the slot to use next. 4 is the first slot. */
      readonly pointer: number;
      readonly route: readonly Uint8Array[];
    }
  /** RFC 2113. */
  | { readonly option: 'router-alert'; readonly value: number }
  | { readonly option: 'unknown'; readonly type: number; readonly data: Uint8Array };

const ROUTE_OF_TYPE = new Map<number, 'record-route' | 'loose-source-route' | 'strict-source-route'>([
  [TYPE.recordRoute, 'record-route'],
  [TYPE.looseSourceRoute, 'loose-source-route'],
  [TYPE.strictSourceRoute, 'strict-source-route'],
]);
const TYPE_OF_ROUTE = {
  'record-route': TYPE.recordRoute,
  'loose-source-route': TYPE.looseSourceRoute,
  'strict-source-route': TYPE.strictSourceRoute,
} as const;

function toOption({ type, data }: RawOption): Ipv4Option {
  if (type === NO_OPERATION) return { option: 'no-operation' };
  const route = ROUTE_OF_TYPE.get(type);
  const [first = 0, second = 0] = data;
  if (route !== undefined && data.length % 4 === 1) {
    const slots = Array.from({ length: (data.length - 1) / 4 }, (_, slot) =>
      data.subarray(1 + slot * 4, 5 + slot * 4),
    );
    return { option: route, pointer: first, route: slots };
  }
  if (type === TYPE.routerAlert && data.length === 2) {
    return { option: 'router-alert', value: (first << 8) | second };
  }
  return { option: 'unknown', type, data };
}

function toRaw(option: Ipv4Option): RawOption {
  switch (option.option) {
    case 'no-operation':
      return { type: NO_OPERATION, data: new Uint8Array(0) };
    case 'router-alert':
      return { type: TYPE.routerAlert, data: Uint8Array.of(option.value >> 8, option.value) };
    case 'unknown':
      return option;
    case 'record-route':
    case 'loose-source-route':
    case 'strict-source-route':
      return {
        type: TYPE_OF_ROUTE[option.option],
        data: concatBytes([Uint8Array.of(option.pointer), ...option.route]),
      };
  }
}

/** From the header's `optionBytes`. */
export function parseIpv4Options(bytes: Uint8Array): readonly Ipv4Option[] | WireError {
  const raw = parseOptionList(bytes, 'ipv4.options');
  return isWireError(raw) ? raw : raw.map(toOption);
}

/** For the header's `optionBytes`, padded. Throws RangeError beyond 40 bytes. */
export const emitIpv4Options = (options: readonly Ipv4Option[]): Uint8Array =>
  emitOptionList(options.map(toRaw));
