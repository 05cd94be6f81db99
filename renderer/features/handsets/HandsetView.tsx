/** The middle column: the selected handset with its tabs, or what to do when there is nothing to show yet. */
import { ActionButton } from '../../app/ActionButton.tsx';
import { select, useWindow } from '../../app/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { AlertList } from '../alerts/AlertList.tsx';
import { DeviceView } from '../device/DeviceView.tsx';
import { ConsolePane } from '../console/ConsolePane.tsx';
import { ComponentTable } from '../inventory/ComponentTable.tsx';
import { TreeGrid } from '../inventory/TreeGrid.tsx';
import { RunList } from '../runs/RunList.tsx';
import { addPort } from '../cables/actions/add-port.ts';
import { addVirtual } from './actions/add-virtual.ts';
import { admit } from './actions/admit.ts';
import { connectHandset } from './actions/connect-handset.ts';
import { showAccount } from './actions/show-account.ts';
import { HandsetHeader } from './HandsetHeader.tsx';
import { CableView } from '../cables/CableView.tsx';
import { howItProved } from './proof.ts';

/** Everything about the selected handset. */
export function HandsetView() {
  const { devId, tab, port } = useWindow((state) => state.selection);
  const handset = useWindow((state) => (devId === undefined ? undefined : state.handsets.get(devId)));
  const runs = useWindow((state) => [...state.runs.values()].filter((run) => run.devId === devId).length);
  const loaded = useWindow((state) => state.loaded);
  const anyone = useWindow((state) => state.handsets.size > 0);
  if (!loaded) return null;
  if (port !== undefined) return <CableView port={port} />;
  if (handset === undefined) return anyone ? <NothingSelected /> : <Welcome />;
  return (
    <>
      <HandsetHeader handset={handset} />
      {handset.state === 'new' ? (
        <EmptyState
          title={`${handset.name} wants to be managed from here`}
          actions={<ActionButton action={admit} at={{ devId: handset.devId }} kind="primary" />}
        >
          {howItProved(handset)} Nothing of it is read before you admit it.
        </EmptyState>
      ) : handset.state === 'expected' ? (
        <EmptyState
          title="This handset has not called yet"
          actions={<ActionButton action={showAccount} at={{ devId: handset.devId }} kind="primary" />}
        >
          Type its account into the handset and let it start a session. It appears here as soon as it calls.
        </EmptyState>
      ) : (
        <Tabs
          label="About this handset"
          value={tab}
          onChange={(next) => select({ tab: next })}
          tabs={[
            { value: 'components', label: 'Components' },
            { value: 'tree', label: 'Tree' },
            { value: 'device', label: 'Device' },
            { value: 'runs', label: 'Runs', remark: runs === 0 ? undefined : String(runs) },
            {
              value: 'events',
              label: 'Events',
              remark: handset.unseenAlerts === 0 ? undefined : `${handset.unseenAlerts} new`,
            },
            { value: 'console', label: 'Console' },
          ]}
        >
          {tab === 'components' ? <ComponentTable devId={handset.devId} /> : null}
          {tab === 'tree' ? <TreeGrid devId={handset.devId} /> : null}
          {tab === 'device' ? <DeviceView key={handset.devId} devId={handset.devId} /> : null}
          {tab === 'runs' ? <RunList devId={handset.devId} /> : null}
          {tab === 'events' ? <AlertList key={handset.devId} devId={handset.devId} /> : null}
          {tab === 'console' ? <ConsolePane key={handset.devId} devId={handset.devId} /> : null}
        </Tabs>
      )}
    </>
  );
}

function NothingSelected() {
  return (
    <EmptyState title="No handset selected">Choose one on the left, or press Ctrl K and type its name.</EmptyState>
  );
}

function Welcome() {
  const url = useWindow((state) => state.status?.listener.url);
  return (
    <EmptyState
      title="Add the first handset"
      actions={
        <>
          <ActionButton action={addVirtual} kind="primary" showShortcut />
          <ActionButton action={connectHandset} />
          <ActionButton action={addPort} />
        </>
      }
    >
      A virtual handset speaks the real protocol and needs nothing set up. A real one calls the DM server of this
      workbench{url === undefined ? '' : `, ${url}`}.
    </EmptyState>
  );
}
