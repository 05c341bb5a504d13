// The dialogs that any desk can open.
import type { MapStage } from '../../map/map-stage.ts';
import { useView } from '../../state/view-store.ts';
import { AboutData } from '../atlas/about-data.tsx';
import { CommandPalette } from '../atlas/command-palette.tsx';
import { KeyHelp } from '../atlas/key-help.tsx';
import type { ActiveLayer } from '../atlas/use-layers.ts';
import { ImportDialog } from '../data/import-dialog.tsx';

/** `layers` and `stage`: of the map, where the desk has one. */
export function DeskDialogs(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const dialog = useView((view) => view.dialog);
  if (dialog === 'import') return <ImportDialog />;
  if (dialog === 'about-data') return <AboutData />;
  if (dialog === 'keys') return <KeyHelp />;
  if (dialog === 'palette') return <CommandPalette {...props} />;
  return null;
}
