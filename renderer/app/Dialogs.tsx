/** The dialog that is open, if any. A dialog whose subject is gone closes with it. */
import { AccountDialog } from '../features/handsets/AccountDialog.tsx';
import { AddVirtualDialog } from '../features/handsets/AddVirtualDialog.tsx';
import { AdmitDialog } from '../features/handsets/AdmitDialog.tsx';
import { BootstrapDialog } from '../features/handsets/BootstrapDialog.tsx';
import { ConnectDialog } from '../features/handsets/ConnectDialog.tsx';
import { FaultsDialog } from '../features/handsets/FaultsDialog.tsx';
import { ForgetDialog } from '../features/handsets/ForgetDialog.tsx';
import { LegacyTlsDialog } from '../features/handsets/LegacyTlsDialog.tsx';
import { RemoveSnippetDialog } from '../features/console/RemoveSnippetDialog.tsx';
import { SnippetDialog } from '../features/console/SnippetDialog.tsx';
import { NotificationDialog } from '../features/handsets/NotificationDialog.tsx';
import { RenameDialog } from '../features/handsets/RenameDialog.tsx';
import { AddNodeDialog } from '../features/inventory/AddNodeDialog.tsx';
import { DeleteNodeDialog } from '../features/inventory/DeleteNodeDialog.tsx';
import { WriteTndsDialog } from '../features/inventory/WriteTndsDialog.tsx';
import { AddPortDialog } from '../features/cables/AddPortDialog.tsx';
import { ObexModesDialog } from '../features/cables/ObexModesDialog.tsx';
import { DoctorDialog } from '../features/doctor/DoctorDialog.tsx';
import { HelpDialog } from '../features/help/HelpDialog.tsx';
import { PackageDialog } from '../features/packages/PackageDialog.tsx';
import { PushDialog } from '../features/packages/PushDialog.tsx';
import { RemovePackageDialog } from '../features/packages/RemovePackageDialog.tsx';
import { Palette } from '../features/palette/Palette.tsx';
import { SettingsDialog } from '../features/settings/SettingsDialog.tsx';
import { ClearTraceDialog } from '../features/trace/ClearTraceDialog.tsx';
import { assertNever } from '../../shared/result.ts';
import { actions } from './actions.ts';
import { useWindow, type OpenDialog } from './store.ts';

/** At most one at a time. */
export function Dialogs() {
  const dialog = useWindow((state) => state.dialog);
  return dialog === undefined ? null : <Opened dialog={dialog} />;
}

function Opened({ dialog }: { readonly dialog: OpenDialog }) {
  const status = useWindow((state) => state.status);
  switch (dialog.kind) {
    case 'palette':
      return <Palette actions={actions} />;
    case 'help':
      return <HelpDialog actions={actions} />;
    case 'settings':
      return status === undefined ? null : <SettingsDialog status={status} />;
    case 'add-virtual':
      return <AddVirtualDialog />;
    case 'connect-handset':
      return <ConnectDialog />;
    case 'add-port':
      return <AddPortDialog />;
    case 'obex-modes':
      return <ObexModesDialog />;
    case 'doctor':
      return <DoctorDialog />;
    case 'admit':
    case 'account':
    case 'bootstrap':
    case 'notifications':
    case 'rename':
    case 'faults':
    case 'legacy-tls':
    case 'forget':
      return <OfHandset kind={dialog.kind} devId={dialog.devId} />;
    case 'push':
      return dialog.devId === undefined ? null : <PushDialog devId={dialog.devId} digest={dialog.digest} />;
    case 'package':
    case 'remove-package':
      return <OfPackage kind={dialog.kind} digest={dialog.digest} />;
    case 'snippet':
      return <SnippetDialog id={dialog.id} name={dialog.name} text={dialog.text} />;
    case 'remove-snippet':
      return <RemoveSnippetDialog id={dialog.id} name={dialog.name} />;
    case 'add-node':
      return <AddNodeDialog devId={dialog.devId} uri={dialog.uri} />;
    case 'delete-node':
      return <DeleteNodeDialog devId={dialog.devId} uri={dialog.uri} />;
    case 'write-tnds':
      return <WriteTndsDialog {...dialog} />;
    case 'clear-trace':
      return <ClearTraceDialog />;
    // The run panel shows its own dialogs.
    case 'start-run':
    case 'skip-step':
    case 'abort-run':
      return null;
    default:
      return assertNever(dialog);
  }
}

const HANDSET_DIALOGS = {
  admit: AdmitDialog,
  account: AccountDialog,
  bootstrap: BootstrapDialog,
  notifications: NotificationDialog,
  rename: RenameDialog,
  faults: FaultsDialog,
  'legacy-tls': LegacyTlsDialog,
  forget: ForgetDialog,
};

function OfHandset({ kind, devId }: { readonly kind: keyof typeof HANDSET_DIALOGS; readonly devId: string }) {
  const handset = useWindow((state) => state.handsets.get(devId));
  const Shown = HANDSET_DIALOGS[kind];
  return handset === undefined ? null : <Shown handset={handset} />;
}

const PACKAGE_DIALOGS = { package: PackageDialog, 'remove-package': RemovePackageDialog };

function OfPackage({ kind, digest }: { readonly kind: keyof typeof PACKAGE_DIALOGS; readonly digest: string }) {
  const item = useWindow((state) => state.packages.get(digest));
  const Shown = PACKAGE_DIALOGS[kind];
  return item === undefined ? null : <Shown package={item} />;
}
