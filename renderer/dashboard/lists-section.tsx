import type { JSX } from 'preact';
import { panelId, type TabItem, Tabs, tabId } from '../components/tabs.tsx';
import { IncidentList } from './incidents/incident-list.tsx';
import { NoticeList } from './notices/notice-list.tsx';
import { listed, notices, type Tab, tab } from './store.ts';

const PANELS: Readonly<Record<Tab, () => JSX.Element>> = { incidents: IncidentList, notices: NoticeList };

function Items(): JSX.Element {
  const items: readonly TabItem<Tab>[] = [
    { id: 'incidents', title: 'Incidents', count: listed.value?.length ?? null },
    { id: 'notices', title: 'Notices', count: notices.value?.length ?? null },
  ];
  return (
    <Tabs
      label="Lists"
      items={items}
      chosen={tab.value}
      onChoose={(id) => {
        tab.value = id;
      }}
    />
  );
}

export function ListsSection(): JSX.Element {
  const Shown = PANELS[tab.value];
  return (
    <section class="lists" aria-label="Incidents and notices">
      <Items />
      <div class="list-panel" role="tabpanel" id={panelId(tab.value)} aria-labelledby={tabId(tab.value)}>
        <Shown />
      </div>
    </section>
  );
}
