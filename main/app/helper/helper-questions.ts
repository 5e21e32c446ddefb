import type { Handlers } from '../../contract/contract.ts';
import { sentence } from '../../domain/words/sentence.ts';
import type { Engine } from '../../headless/types.ts';
import { Refusal } from '../refusal.ts';
import type { SettingsService } from '../settings/settings-service.ts';

export interface HelperParts {
  readonly engine: () => Engine | null;
  readonly settings: Pick<SettingsService, 'config' | 'change'>;
}

type HelperQuestions = Pick<Handlers, 'fixHelper' | 'helper' | 'useHelperWay'>;

export function helperQuestions({ engine, settings }: HelperParts): HelperQuestions {
  const running = (): Engine => {
    const found = engine();
    if (found !== null) return found;
    throw new Refusal({ what: 'Monitoring does not run.', wayOut: 'The helper starts with it.' });
  };
  return {
    async fixHelper() {
      const retry = await running().helper.fix();
      if (!retry.ok) throw new Refusal({ what: sentence(retry.reason), wayOut: '' });
      return null;
    },
    helper: async () => running().helper.access(),
    async useHelperWay({ choice }) {
      const { helper } = running();
      const use = await helper.useWay(choice);
      if (!use.ok) throw new Refusal({ what: sentence(use.reason), wayOut: '' });
      // Only now: one that was declined must not be what the next start finds.
      const change = await settings.change({ ...settings.config, helperWay: choice });
      if (!change.ok) {
        const what = change.problems[0]?.message ?? '';
        throw new Refusal({ what, wayOut: 'The helper runs that way until Faultline is ended.' });
      }
      return helper.access();
    },
  };
}
